package io.sparksecrets.command;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretVersion;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreHealth;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Keeps the newest value of each secret, for the tests of commands. */
final class InMemorySecretStore implements SecretStore {

    private static final Instant WRITTEN = Instant.parse("2026-11-23T22:31:05.123Z");

    private record Secret(SecretMetadata metadata, SecretValue value) {}

    private final TreeMap<String, Secret> secrets = new TreeMap<>();
    int timesClosed;

    String value(String path) {
        return Objects.requireNonNull(secrets.get(path)).value().reveal();
    }

    boolean isEmpty() {
        return secrets.isEmpty();
    }

    void put(SecretMetadata metadata) {
        secrets.put(metadata.path(), new Secret(metadata, SecretValue.of("x")));
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<SecretMetadata> list(String folder, String after, int limit) {
        return secrets.tailMap(after, false).values().stream()
                .map(Secret::metadata)
                .filter(metadata -> folder.isEmpty() || metadata.path().startsWith(folder + "/"))
                .limit(limit)
                .toList();
    }

    @Override
    public SecretMetadata write(String path, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        Secret before = secrets.get(path);
        long version = before == null ? 0 : before.metadata().version();
        if (expectedVersion.isPresent() && expectedVersion.getAsLong() != version) {
            throw new StoreException(
                    StoreException.Reason.CONFLICT,
                    path + " has version " + version + ", not " + expectedVersion.getAsLong());
        }
        SecretMetadata metadata = new SecretMetadata(path, version + 1, WRITTEN, WRITTEN, "ann");
        secrets.put(path, new Secret(metadata, value));
        return metadata;
    }

    @Override
    public void delete(String path) {
        if (secrets.remove(path) == null) {
            throw new StoreException(StoreException.Reason.NOT_FOUND, "there is no secret " + path);
        }
    }

    @Override
    public SecretMetadata restore(String path) {
        throw new AssertionError("no command restores a secret");
    }

    @Override
    public void close() {
        timesClosed++;
    }

    @Override
    public Map<ReadRequest, ReadResult> read(Collection<ReadRequest> requests) {
        Map<ReadRequest, ReadResult> results = new HashMap<>();
        for (ReadRequest request : requests) {
            Secret secret = secrets.get(request.path());
            results.put(
                    request,
                    secret == null
                            ? new ReadResult.NotFound("there is no such secret")
                            : new ReadResult.Text(
                                    secret.value(), secret.metadata().version()));
        }
        return results;
    }

    @Override
    public List<SecretVersion> versions(String path) {
        throw new AssertionError("no command asks for versions");
    }

    @Override
    public StoreHealth health() {
        return new StoreHealth(true, "in memory");
    }
}
