package io.sparksecrets.store.database;

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
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Secrets in the tables of {@code V1__secret_store.sql}, the values encrypted. */
public final class DatabaseSecretStore implements SecretStore {

    private static final int MAX_PAGE = 1000;

    /** Behind every path. */
    private static final String END = "\uFFFF";

    private final String name;
    private final Database database;
    private final CurrentKeyset keyset;
    private final InstantSource clock;
    private final SecretWriter writer;
    private final Optional<ChangeNotifications> changes;

    /**
     * Keeps secrets in tables that are current.
     *
     * @param database closed with this store
     * @param maxVersions how many versions of a secret are kept
     * @param changes by which replicas tell each other of changes, closed with this store; empty where there is no such way
     */
    DatabaseSecretStore(
            String name,
            Database database,
            CurrentKeyset keyset,
            InstantSource clock,
            int maxVersions,
            Optional<ChangeNotifications> changes) {
        this.name = name;
        this.database = database;
        this.keyset = keyset;
        this.clock = clock;
        this.writer = new SecretWriter(database.dialect(), clock, maxVersions);
        this.changes = changes;
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
            rows = database.withHandle(handle -> SecretTables.read(handle, List.copyOf(results.keySet())));
        } catch (StoreException e) {
            ReadResult unavailable = ReadResult.Unavailable.of(e);
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
            byte[] ciphertext = row.ciphertext().get();
            SecretValue value = keyset.cipherFor(ciphertext).decrypt(path, row.version(), ciphertext);
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
        return database.inTransaction(handle -> SecretTables.list(handle, from, end, limit));
    }

    @Override
    public SecretMetadata write(String path, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        SecretPath.require(path);
        ValueCipher cipher = keyset.get().cipher();
        Optional<SecretMetadata> written = write(path, value, expectedVersion, writtenBy, cipher);
        if (written.isEmpty()) {
            written = write(
                    path,
                    value,
                    expectedVersion,
                    writtenBy,
                    keyset.newerThan(cipher, cipher.primaryKeyId()).cipher());
        }
        return written.orElseThrow(() -> new StoreException(
                Reason.UNAVAILABLE,
                "\"%s\" was not written: the primary key of %s was taken out of use by a rotation; give this replica the keyset of the others"
                        .formatted(path, keyset.place())));
    }

    /** Writes nothing when the cipher's primary key was taken out of use. */
    private Optional<SecretMetadata> write(
            String path, SecretValue value, OptionalLong expectedVersion, String writtenBy, ValueCipher cipher) {
        return database.inTransaction(handle -> {
            Optional<SecretMetadata> written = writer.write(handle, path, value, expectedVersion, writtenBy, cipher);
            if (written.isPresent()) {
                announce(handle, path);
            }
            return written;
        });
    }

    private void announce(Handle handle, String path) {
        changes.ifPresent(notifications -> notifications.announce(handle, path));
    }

    @Override
    public void delete(String path) {
        SecretPath.require(path);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        database.inTransaction(handle -> {
            if (!SecretTables.deleteSecret(handle, path, now)) {
                throw notFound(path);
            }
            announce(handle, path);
            return path;
        });
    }

    @Override
    public SecretMetadata restore(String path) {
        SecretPath.require(path);
        return database.inTransaction(handle -> {
            SecretTables.Secret found = SecretTables.lock(handle, path).orElseThrow(() -> notFound(path));
            if (!found.deleted()) {
                throw new StoreException(
                        Reason.CONFLICT, "\"%s\" is not deleted, so there is nothing to restore".formatted(path));
            }
            SecretTables.restoreSecret(handle, path);
            announce(handle, path);
            SecretVersion newest = SecretTables.versions(handle, path).getFirst();
            return new SecretMetadata(
                    path, newest.version(), found.createdAt(), newest.writtenAt(), newest.writtenBy());
        });
    }

    @Override
    public List<SecretVersion> versions(String path) {
        SecretPath.require(path);
        List<SecretVersion> versions = database.inTransaction(handle -> SecretTables.versions(handle, path));
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
    public void onChange(Consumer<String> listener) {
        changes.ifPresent(notifications -> notifications.listen(listener));
    }

    @Override
    public StoreHealth health() {
        try {
            return new KeysetFit(database, keyset)
                    .problem()
                    .map(problem -> new StoreHealth(false, problem))
                    .orElseGet(() -> new StoreHealth(true, database + " answers"));
        } catch (StoreException e) {
            return new StoreHealth(false, e.getMessage());
        }
    }

    @Override
    public void close() {
        changes.ifPresent(ChangeNotifications::close);
        database.close();
    }
}
