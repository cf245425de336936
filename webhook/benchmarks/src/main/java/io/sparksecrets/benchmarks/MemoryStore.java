package io.sparksecrets.benchmarks;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretVersion;
import io.sparksecrets.store.StoreHealth;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Has every secret, takes a while for each read as a store behind a network does, and counts the secrets that are read. */
final class MemoryStore implements SecretStore {

    private final Duration latency;
    private final AtomicLong secretsRead = new AtomicLong();

    MemoryStore(Duration latency) {
        this.latency = latency;
    }

    long secretsRead() {
        return secretsRead.get();
    }

    @Override
    public Map<ReadRequest, ReadResult> read(Collection<ReadRequest> requests) {
        secretsRead.addAndGet(requests.size());
        LockSupport.parkNanos(latency.toNanos());
        Map<ReadRequest, ReadResult> results = new HashMap<>();
        requests.forEach(request -> results.put(request, new ReadResult.Text(SecretValue.of("value"), 1)));
        return results;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<SecretMetadata> list(String folder, String after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SecretMetadata write(String path, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SecretMetadata restore(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SecretVersion> versions(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoreHealth health() {
        return new StoreHealth(true, "in memory");
    }

    @Override
    public void close() {}
}
