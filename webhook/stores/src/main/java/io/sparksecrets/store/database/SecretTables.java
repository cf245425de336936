package io.sparksecrets.store.database;

import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The SQL of the store, for H2 and PostgreSQL 13 and later. Every method is one round trip. */
final class SecretTables {

    private static final String READ = """
            select r.request, s.version as newest, v.version, v.ciphertext
              from unnest(cast(:requests as integer array), cast(:paths as varchar array), cast(:versions as bigint array))
                   as r(request, path, version)
              join secret_store s on s.path = r.path and s.deleted_at is null
              left join secret_version v
                on v.path = s.path and v.version = coalesce(r.version, s.version) and v.version >= s.first_version
            """;

    /** The page first, then its versions: with the join before the limit, a planner may look up those of the whole folder. */
    static final String LIST = """
            select s.path, s.version, s.created_at, v.written_at, v.written_by
              from (select path, version, created_at
                      from secret_store
                     where deleted_at is null and path > :after and path < :end
                     order by path
                     limit :limit) s
              join secret_version v on v.path = s.path and v.version = s.version
             order by s.path
            """;

    private static final String VERSIONS = """
            select v.version, v.written_at, v.written_by
              from secret_store s
              join secret_version v on v.path = s.path and v.version >= s.first_version
             where s.path = :path and s.deleted_at is null
             order by v.version desc
            """;

    private static final String LOCK = """
            select version, first_version, created_at, deleted_at from secret_store where path = :path for update
            """;

    private static final String INSERT_SECRET = """
            insert into secret_store (path, version, first_version, created_at) values (:path, 1, 1, :now)
            """;

    private static final String UPDATE_SECRET = """
            update secret_store set version = :version, first_version = :firstVersion where path = :path
            """;

    private static final String REVIVE_SECRET = """
            update secret_store
               set version = :version, first_version = :version, created_at = :now, deleted_at = null
             where path = :path
            """;

    private static final String DELETE_SECRET = """
            update secret_store set deleted_at = :now where path = :path and deleted_at is null
            """;

    private static final String RESTORE_SECRET = """
            update secret_store set deleted_at = null where path = :path
            """;

    private static final String INSERT_VERSION = """
            insert into secret_version (path, version, key_id, ciphertext, written_at, written_by)
            values (:path, :version, :key, :ciphertext, :now, :writtenBy)
            """;

    private static final String DELETE_VERSIONS = """
            delete from secret_version where path = :path and version < :firstVersion
            """;

    private SecretTables() {}

    /**
     * The row of {@code secret_store} for a path.
     *
     * @param version the newest version ever written
     * @param firstVersion the oldest version that is kept
     */
    record Secret(long version, long firstVersion, Instant createdAt, boolean deleted) {

        /** The newest version that can be read; 0 when the secret is deleted. */
        long newest() {
            return deleted ? 0 : version;
        }
    }

    /**
     * A secret that was asked for and exists.
     *
     * @param newest its newest version
     * @param version the version asked for; 0 where there is no such version
     * @param ciphertext empty where there is no such version
     */
    record Row(ReadRequest request, long newest, long version, Optional<byte[]> ciphertext) {}

    /** Secrets that do not exist have no row in the answer. */
    static List<Row> read(Handle handle, List<ReadRequest> requests) {
        Integer[] positions = new Integer[requests.size()];
        String[] paths = new String[requests.size()];
        // An element that stays null asks for the newest version.
        @Nullable Long[] versions = new @Nullable Long[requests.size()];
        for (int i = 0; i < requests.size(); i++) {
            ReadRequest request = requests.get(i);
            positions[i] = i;
            paths[i] = request.path();
            if (request.version().isPresent()) {
                versions[i] = request.version().getAsLong();
            }
        }
        return handle.createQuery(READ)
                .bind("requests", positions)
                .bind("paths", paths)
                .bind("versions", versions)
                .map((rows, context) -> new Row(
                        requests.get(rows.getInt("request")),
                        rows.getLong("newest"),
                        rows.getLong("version"),
                        Optional.ofNullable(rows.getBytes("ciphertext"))))
                .list();
    }

    /** @param after only paths behind this text, by code point */
    static List<SecretMetadata> list(Handle handle, String after, String end, int limit) {
        return handle.createQuery(LIST)
                .bind("after", after)
                .bind("end", end)
                .bind("limit", limit)
                .map((rows, context) -> new SecretMetadata(
                        rows.getString("path"),
                        rows.getLong("version"),
                        instant(rows, "created_at"),
                        instant(rows, "written_at"),
                        rows.getString("written_by")))
                .list();
    }

    static List<SecretVersion> versions(Handle handle, String path) {
        return handle.createQuery(VERSIONS)
                .bind("path", path)
                .map((rows, context) -> new SecretVersion(
                        rows.getLong("version"), instant(rows, "written_at"), rows.getString("written_by")))
                .list();
    }

    /** Finds the secret, deleted or not, and locks its row until the transaction ends. */
    static Optional<Secret> lock(Handle handle, String path) {
        return handle.createQuery(LOCK)
                .bind("path", path)
                .map((rows, context) -> new Secret(
                        rows.getLong("version"),
                        rows.getLong("first_version"),
                        instant(rows, "created_at"),
                        rows.getObject("deleted_at", OffsetDateTime.class) != null))
                .findOne();
    }

    /** @throws RowAppearedException when another transaction inserted the path */
    static void insertSecret(Handle handle, String path, Instant now) {
        try {
            handle.createUpdate(INSERT_SECRET)
                    .bind("path", path)
                    .bind("now", now)
                    .execute();
        } catch (JdbiException e) {
            throw SqlFailure.isUniqueViolation(e) ? new RowAppearedException() : e;
        }
    }

    static void updateSecret(Handle handle, String path, long version, long firstVersion) {
        handle.createUpdate(UPDATE_SECRET)
                .bind("path", path)
                .bind("version", version)
                .bind("firstVersion", firstVersion)
                .execute();
    }

    /** Makes a deleted secret exist again, with this version as its first. */
    static void reviveSecret(Handle handle, String path, long version, Instant now) {
        handle.createUpdate(REVIVE_SECRET)
                .bind("path", path)
                .bind("version", version)
                .bind("now", now)
                .execute();
    }

    static void insertVersion(
            Handle handle, String path, long version, long key, byte[] ciphertext, Instant now, String writtenBy) {
        handle.createUpdate(INSERT_VERSION)
                .bind("path", path)
                .bind("version", version)
                .bind("key", key)
                .bind("ciphertext", ciphertext)
                .bind("now", now)
                .bind("writtenBy", writtenBy)
                .execute();
    }

    /** Removes the versions before this one. */
    static void deleteVersions(Handle handle, String path, long firstVersion) {
        handle.createUpdate(DELETE_VERSIONS)
                .bind("path", path)
                .bind("firstVersion", firstVersion)
                .execute();
    }

    /** Whether there was a secret to delete. */
    static boolean deleteSecret(Handle handle, String path, Instant now) {
        return handle.createUpdate(DELETE_SECRET)
                        .bind("path", path)
                        .bind("now", now)
                        .execute()
                > 0;
    }

    static void restoreSecret(Handle handle, String path) {
        handle.createUpdate(RESTORE_SECRET).bind("path", path).execute();
    }

    private static Instant instant(ResultSet rows, String column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }
}
