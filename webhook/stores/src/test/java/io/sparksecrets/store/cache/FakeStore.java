package io.sparksecrets.store.cache;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Answers what a test wants, remembers what it was asked for, and can be held up. */
final class FakeStore implements SecretStore {

    private final Map<ReadRequest, ReadResult> answers = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch open = new CountDownLatch(0);

    /** Each read with all that it asked for. */
    final List<List<ReadRequest>> reads = new CopyOnWriteArrayList<>();

    void answer(String path, ReadResult result) {
        answers.put(ReadRequest.newest(path), result);
    }

    void answer(String path, String value) {
        answer(path, new ReadResult.Text(SecretValue.of(value), 1));
    }

    void answer(ReadRequest request, ReadResult result) {
        answers.put(request, result);
    }

    /** From now on no read returns. */
    void hang() {
        open = new CountDownLatch(1);
    }

    void goOn() {
        open.countDown();
    }

    void tell(String path) {
        listeners.forEach(listener -> listener.accept(path));
    }

    int secretsRead() {
        return reads.stream().mapToInt(List::size).sum();
    }

    @Override
    public Map<ReadRequest, ReadResult> read(Collection<ReadRequest> requests) {
        Map<ReadRequest, ReadResult> results = new LinkedHashMap<>();
        requests.forEach(request ->
                results.put(request, answers.getOrDefault(request, new ReadResult.NotFound("there is none"))));
        reads.add(List.copyOf(requests));
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new AssertionError("a read is never interrupted", e);
        }
        return results;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public List<SecretMetadata> list(String folder, String after, int limit) {
        return List.of();
    }

    @Override
    public SecretMetadata write(String path, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        answer(path, value.reveal());
        return new SecretMetadata(path, 1, Instant.EPOCH, Instant.EPOCH, writtenBy);
    }

    @Override
    public void delete(String path) {
        answers.remove(ReadRequest.newest(path));
        throw new StoreException(StoreException.Reason.UNAVAILABLE, "the answer was lost");
    }

    @Override
    public SecretMetadata restore(String path) {
        answer(path, "restored");
        return new SecretMetadata(path, 1, Instant.EPOCH, Instant.EPOCH, "");
    }

    @Override
    public List<SecretVersion> versions(String path) {
        return List.of();
    }

    @Override
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    @Override
    public StoreHealth health() {
        return new StoreHealth(true, "");
    }

    @Override
    public void close() {}
}
