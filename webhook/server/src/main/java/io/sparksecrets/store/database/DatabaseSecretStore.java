package io.sparksecrets.store.database;

import com.zaxxer.hikari.HikariDataSource;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretPath;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretVersion;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import io.sparksecrets.store.StoreHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Secrets in the tables of {@code V1__secret_store.sql}, the values encrypted. */
public final class DatabaseSecretStore implements SecretStore {

    /** Together with the pool's wait for a connection no more than the deadline of a resolution. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(2);

    private static final int MAX_PAGE = 1000;

    /** Behind every path. */
    private static final String END = "\uFFFF";

    private final String name;
    private final String database;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final ValueCipher cipher;
    private final InstantSource clock;

    /**
     * Keeps secrets in tables that are current.
     *
     * @param database how messages call the database, such as {@code the embedded database /data/secrets.mv.db}
     * @param pool closed with this store
     */
    DatabaseSecretStore(String name, String database, HikariDataSource pool, ValueCipher cipher, InstantSource clock) {
        this.name = name;
        this.database = database;
        this.pool = pool;
        this.cipher = cipher;
        this.clock = clock;
        this.jdbi = Jdbi.create(pool);
        jdbi.registerArrayType(Integer.class, "integer");
        jdbi.registerArrayType(Long.class, "bigint");
        jdbi.registerArrayType(String.class, "varchar");
        // JDBI would put the bound arguments into its messages.
        jdbi.configure(
                StatementExceptions.class, c -> c.setMessageRendering(StatementExceptions.MessageRendering.NONE));
        jdbi.configure(SqlStatements.class, c -> c.setQueryTimeout((int) STATEMENT_TIMEOUT.toSeconds()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<ReadRequest, ReadResult> read(Collection<ReadRequest> requests) {
        Map<ReadRequest, ReadResult> results = new LinkedHashMap<>();
        for (ReadRequest request : requests) {
            results.put(request, new ReadResult.NotFound("there is no such secret"));
        }
        if (results.isEmpty()) {
            return results;
        }
        List<SecretTables.Row> rows;
        try {
            rows = jdbi.withHandle(handle -> SecretTables.read(handle, List.copyOf(results.keySet())));
        } catch (JdbiException e) {
            ReadResult unavailable = new ReadResult.Unavailable(cannotBeAsked(e));
            results.replaceAll((request, result) -> unavailable);
            return results;
        }
        for (SecretTables.Row row : rows) {
            results.put(row.request(), result(row));
        }
        return results;
    }

    private ReadResult result(SecretTables.Row row) {
        String path = row.request().path();
        if (row.ciphertext().isEmpty()) {
            return new ReadResult.NotFound("there is no version %d of it that can be read; the newest is %d"
                    .formatted(row.request().version().orElse(row.newest()), row.newest()));
        }
        try {
            SecretValue value =
                    cipher.decrypt(path, row.version(), row.ciphertext().get());
            return new ReadResult.Text(value, row.version());
        } catch (UndecryptableException e) {
            return new ReadResult.Unavailable(e.getMessage());
        }
    }

    @Override
    public List<SecretMetadata> list(String folder, String after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("limit must be from 1 to " + MAX_PAGE + ", not " + limit);
        }
        // A range of paths rather than a pattern: it uses the index, and no character means anything else. "0" follows
        // "/".
        String start = folder.isEmpty() ? "" : SecretPath.require(folder) + "/";
        String end = folder.isEmpty() ? END : folder + "0";
        String from = after.compareTo(start) > 0 ? after : start;
        return inTransaction(handle -> SecretTables.list(handle, from, end, limit));
    }

    @Override
    public SecretMetadata write(String path, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        SecretPath.require(path);
        try {
            return inTransaction(handle -> write(handle, path, value, expectedVersion, writtenBy));
        } catch (WrittenFirstException e) {
            // Its row is there now and rows are never removed, so the second attempt waits for it instead.
            return inTransaction(handle -> write(handle, path, value, expectedVersion, writtenBy));
        }
    }

    private SecretMetadata write(
            Handle handle, String path, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        Optional<SecretTables.Secret> found = SecretTables.lock(handle, path);
        long newest = found.map(SecretTables.Secret::newest).orElse(0L);
        if (expectedVersion.isPresent() && expectedVersion.getAsLong() != newest) {
            throw conflict(path, expectedVersion.getAsLong(), newest);
        }
        // What PostgreSQL and H2 keep, so that the answer equals what is read later.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long version = found.map(secret -> secret.version() + 1).orElse(1L);
        byte[] ciphertext = cipher.encrypt(path, version, value);
        if (found.isEmpty()) {
            insertSecret(handle, path, now);
        } else if (newest == 0) {
            SecretTables.reviveSecret(handle, path, version, now);
        } else {
            SecretTables.updateSecret(handle, path, version);
        }
        SecretTables.insertVersion(handle, path, version, ciphertext, now, writtenBy);
        Instant createdAt = newest == 0 ? now : found.get().createdAt();
        return new SecretMetadata(path, version, createdAt, now, writtenBy);
    }

    private static void insertSecret(Handle handle, String path, Instant now) {
        try {
            SecretTables.insertSecret(handle, path, now);
        } catch (JdbiException e) {
            throw SqlFailure.isUniqueViolation(e) ? new WrittenFirstException() : e;
        }
    }

    private static StoreException conflict(String path, long expected, long newest) {
        String found = newest == 0 ? "does not exist" : "is at version " + newest;
        String wanted = expected == 0 ? "a new secret" : "version " + expected;
        return new StoreException(
                Reason.CONFLICT,
                "\"%s\" %s where %s was expected: somebody else changed it; look at it again, then write with its version"
                        .formatted(path, found, wanted));
    }

    @Override
    public void delete(String path) {
        SecretPath.require(path);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (!inTransaction(handle -> SecretTables.deleteSecret(handle, path, now))) {
            throw notFound(path);
        }
    }

    @Override
    public SecretMetadata restore(String path) {
        SecretPath.require(path);
        return inTransaction(handle -> {
            SecretTables.Secret found = SecretTables.lock(handle, path).orElseThrow(() -> notFound(path));
            if (!found.deleted()) {
                throw new StoreException(
                        Reason.CONFLICT, "\"%s\" is not deleted, so there is nothing to restore".formatted(path));
            }
            SecretTables.restoreSecret(handle, path);
            SecretVersion newest = SecretTables.versions(handle, path).getFirst();
            return new SecretMetadata(
                    path, newest.version(), found.createdAt(), newest.writtenAt(), newest.writtenBy());
        });
    }

    @Override
    public List<SecretVersion> versions(String path) {
        SecretPath.require(path);
        List<SecretVersion> versions = inTransaction(handle -> SecretTables.versions(handle, path));
        if (versions.isEmpty()) {
            throw notFound(path);
        }
        return versions;
    }

    private StoreException notFound(String path) {
        return new StoreException(
                Reason.NOT_FOUND, "there is no secret \"%s\" in the store \"%s\"".formatted(path, name));
    }

    @Override
    public StoreHealth health() {
        try {
            return keysetFits()
                    ? new StoreHealth(true, database + " answers")
                    : new StoreHealth(
                            false, "the keyset does not fit " + database + "; use the keyset it was written with");
        } catch (StoreException e) {
            return new StoreHealth(false, e.getMessage());
        }
    }

    /** Whether the keyset holds the key of a value in the database; true where there is no value yet. */
    boolean keysetFits() {
        return inTransaction(SecretTables::anyCiphertext)
                .map(cipher::knowsKeyOf)
                .orElse(true);
    }

    @Override
    public void close() {
        pool.close();
    }

    private <T> T inTransaction(HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.inTransaction(TransactionIsolationLevel.READ_COMMITTED, work);
        } catch (JdbiException e) {
            throw new StoreException(Reason.UNAVAILABLE, cannotBeAsked(e));
        }
    }

    private String cannotBeAsked(JdbiException failure) {
        return database + " cannot be used now: " + SqlFailure.describe(failure);
    }

    /** Another transaction inserted the row of the same path since this one looked for it. */
    private static final class WrittenFirstException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
