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
public final class InMemorySecretStore implements SecretStore {

    private static final Instant WRITTEN = Instant.parse("2026-11-23T22:31:05.123Z");

    private final String name;

    public InMemorySecretStore() {
        this("memory");
    }

    public InMemorySecretStore(String name) {
        this.name = name;
    }

    private record Secret(SecretMetadata metadata, SecretValue value, Map<String, SecretValue> fields) {
        private Secret(SecretMetadata metadata, SecretValue value) {
            this(metadata, value, Map.of());
        }

        private ReadResult result() {
            return fields.isEmpty()
                    ? new ReadResult.Text(value, metadata.version())
                    : new ReadResult.Fields(fields, metadata.version());
        }
    }

    private final TreeMap<String, Secret> secrets = new TreeMap<>();
    private final Map<String, StoreException> refused = new HashMap<>();
    private final Map<String, ReadResult> hidden = new HashMap<>();
    public int timesClosed;

    /** Whether it keeps something else than it is given. */
    public boolean corrupts;

    public String value(String path) {
        return Objects.requireNonNull(secrets.get(path)).value().reveal();
    }

    public List<String> paths() {
        return List.copyOf(secrets.keySet());
    }

    /** Whether it can be asked. */
    public boolean available = true;

    /** Has reads of a secret fail. */
    public void hides(String path, ReadResult answer) {
        hidden.put(path, answer);
    }

    /** Has writes of a secret fail. */
    public void refuses(String path, StoreException failure) {
        refused.put(path, failure);
    }

    public void takesAll() {
        refused.clear();
    }

    /** Keeps a secret with fields, as a Vault does. */
    public void putFields(String path, Map<String, String> fields) {
        Map<String, SecretValue> values = new TreeMap<>();
        fields.forEach((name, value) -> values.put(name, SecretValue.of(value)));
        secrets.put(path, new Secret(new SecretMetadata(path, 1, WRITTEN, WRITTEN, "ann"), SecretValue.of(""), values));
    }

    public boolean isEmpty() {
        return secrets.isEmpty();
    }

    public void put(SecretMetadata metadata) {
        secrets.put(metadata.path(), new Secret(metadata, SecretValue.of("x")));
    }

    @Override
    public String name() {
        return name;
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
        StoreException refusal = refused.get(path);
        if (refusal != null) {
            throw refusal;
        }
        Secret before = secrets.get(path);
        long version = before == null ? 0 : before.metadata().version();
        if (expectedVersion.isPresent() && expectedVersion.getAsLong() != version) {
            throw new StoreException(
                    StoreException.Reason.CONFLICT,
                    path + " has version " + version + ", not " + expectedVersion.getAsLong());
        }
        SecretMetadata metadata = new SecretMetadata(path, version + 1, WRITTEN, WRITTEN, "ann");
        secrets.put(path, new Secret(metadata, corrupts ? SecretValue.of(value.reveal() + "?") : value));
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
            ReadResult instead = hidden.get(request.path());
            if (instead != null) {
                results.put(request, instead);
                continue;
            }
            results.put(request, secret == null ? new ReadResult.NotFound("there is no such secret") : secret.result());
        }
        return results;
    }

    @Override
    public List<SecretVersion> versions(String path) {
        throw new AssertionError("no command asks for versions");
    }

    @Override
    public StoreHealth health() {
        return new StoreHealth(available, "in memory");
    }
}
