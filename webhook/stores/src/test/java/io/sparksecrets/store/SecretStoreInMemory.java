package io.sparksecrets.store;

import io.sparksecrets.reference.SecretValue;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A store for the tests of what uses one: keeps the newest value of each secret, remembers what it was asked for, and answers
 * otherwise, refuses or hangs when it is told to. It knows nothing of older versions and restores nothing.
 */
public final class SecretStoreInMemory implements SecretStore {

    private static final Instant WRITTEN = Instant.parse("2026-11-23T22:31:05.123Z");

    private final String name;
    private final NavigableMap<String, Secret> secrets = new ConcurrentSkipListMap<>();
    private final Map<String, ReadResult> answers = new ConcurrentHashMap<>();
    private final Map<ReadRequest, ReadResult> answersToRequests = new ConcurrentHashMap<>();
    private final Map<String, StoreException> refusals = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger timesClosed = new AtomicInteger();
    private volatile Runnable whenRead = () -> {};
    private volatile CountDownLatch open = new CountDownLatch(0);

    /** Each read with all that it asked for. */
    public final List<List<ReadRequest>> reads = new CopyOnWriteArrayList<>();

    /** Whether it answers without being waited for; such a read is not counted. */
    public volatile boolean answersAtOnce;

    /** Whether it says that it can be asked. */
    public volatile boolean available = true;

    /** Whether it keeps something else than what is written. */
    public volatile boolean corrupts;

    private record Secret(SecretMetadata metadata, ReadResult result) {}

    public SecretStoreInMemory() {
        this("memory");
    }

    public SecretStoreInMemory(String name) {
        this.name = name;
    }

    /** Has a secret, as version 1. */
    public void put(String path, String value) {
        put(metadata(path, 1), new ReadResult.Text(SecretValue.of(value), 1));
    }

    /** Has a secret with fields, as a Vault does. */
    public void putFields(String path, Map<String, String> fields) {
        Map<String, SecretValue> values = new TreeMap<>();
        fields.forEach((field, value) -> values.put(field, SecretValue.of(value)));
        put(metadata(path, 1), new ReadResult.Fields(values, 1));
    }

    /** Has a secret of which only this matters. */
    public void put(SecretMetadata metadata) {
        put(metadata, new ReadResult.Text(SecretValue.of("x"), metadata.version()));
    }

    private void put(SecretMetadata metadata, ReadResult result) {
        secrets.put(metadata.path(), new Secret(metadata, result));
        answers.remove(metadata.path());
    }

    /** Answers reads of a secret so until it is put, whether or not there is one. */
    public void answer(String path, ReadResult answer) {
        answers.put(path, answer);
    }

    /** Answers exactly this request so. */
    public void answer(ReadRequest request, ReadResult answer) {
        answersToRequests.put(request, answer);
    }

    /** Has writes of a secret fail. */
    public void refuses(String path, StoreException failure) {
        refusals.put(path, failure);
    }

    public void takesAll() {
        refusals.clear();
    }

    /** Does something in each read from now on, when its answer is made and not yet given. */
    public void whenRead(Runnable action) {
        whenRead = action;
    }

    /** From now on no read returns. */
    public void hang() {
        open = new CountDownLatch(1);
    }

    public void goOn() {
        open.countDown();
    }

    /** Tells listeners of a change that somebody else made. */
    public void tell(String path) {
        listeners.forEach(listener -> listener.accept(path));
    }

    public String value(String path) {
        return ((ReadResult.Text) Objects.requireNonNull(secrets.get(path)).result())
                .value()
                .reveal();
    }

    public List<String> paths() {
        return List.copyOf(secrets.keySet());
    }

    public boolean isEmpty() {
        return secrets.isEmpty();
    }

    /** How many secrets its reads asked for. */
    public int secretsRead() {
        return reads.stream().mapToInt(List::size).sum();
    }

    public int timesClosed() {
        return timesClosed.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Map<ReadRequest, ReadResult>> readAtOnce(Collection<ReadRequest> requests) {
        return answersAtOnce ? Optional.of(results(requests)) : Optional.empty();
    }

    @Override
    public Map<ReadRequest, ReadResult> read(Collection<ReadRequest> requests) {
        if (new HashSet<>(requests).size() < requests.size()) {
            throw new AssertionError("asked for something twice: " + requests);
        }
        Map<ReadRequest, ReadResult> results = results(requests);
        reads.add(List.copyOf(requests));
        whenRead.run();
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new AssertionError("a read is never interrupted", e);
        }
        return results;
    }

    private Map<ReadRequest, ReadResult> results(Collection<ReadRequest> requests) {
        Map<ReadRequest, ReadResult> results = new LinkedHashMap<>();
        for (ReadRequest request : requests) {
            ReadResult answer = answersToRequests.getOrDefault(request, answers.get(request.path()));
            results.put(request, answer == null ? result(request.path()) : answer);
        }
        return results;
    }

    private ReadResult result(String path) {
        Secret secret = secrets.get(path);
        return secret == null ? new ReadResult.NotFound("there is no such secret") : secret.result();
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
        StoreException refusal = refusals.get(path);
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
        SecretMetadata metadata = metadata(path, version + 1);
        SecretValue kept = corrupts ? SecretValue.of(value.reveal() + "?") : value;
        secrets.put(path, new Secret(metadata, new ReadResult.Text(kept, metadata.version())));
        return metadata;
    }

    private static SecretMetadata metadata(String path, long version) {
        return new SecretMetadata(path, version, WRITTEN, WRITTEN, "ann");
    }

    @Override
    public void delete(String path) {
        if (secrets.remove(path) == null) {
            throw new StoreException(StoreException.Reason.NOT_FOUND, "there is no secret " + path);
        }
    }

    @Override
    public SecretMetadata restore(String path) {
        throw new UnsupportedOperationException("nothing is restored");
    }

    @Override
    public List<SecretVersion> versions(String path) {
        throw new UnsupportedOperationException("there are no older versions");
    }

    @Override
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    @Override
    public StoreHealth health() {
        return new StoreHealth(available, "in memory");
    }

    @Override
    public void close() {
        timesClosed.incrementAndGet();
    }
}
