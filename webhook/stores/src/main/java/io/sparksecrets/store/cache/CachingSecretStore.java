package io.sparksecrets.store.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ForwardingSecretStore;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A store whose answers count for a while.
 *
 * <ul>
 *   <li>Whoever asks for the same secret at the same time shares one read; what one caller misses is read in one batch.
 *   <li>That a secret is missing or denied counts for a short time; that the store is unavailable never does.
 *   <li>While the store is unavailable, or slow, the last values still count for a bounded time, and it is tried again in the
 *       background.
 *   <li>A change through this store, or one that the store tells of, counts at once.
 * </ul>
 *
 * <p>Values are in memory only.
 */
public final class CachingSecretStore extends ForwardingSecretStore {

    /** Then a read counts as lost, and others begin anew. */
    private static final Duration LOST = Duration.ofSeconds(30);

    /** How long somebody waits who could use an old value. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CacheSettings settings;
    private final Duration longestWait;
    private final Ticker ticker;
    private final Availability availability;
    private final StoreMetrics metrics;
    private final StoreReads reads;
    private final Cache<ReadRequest, KeptAnswer> answers;
    private final ConcurrentMap<ReadRequest, Flight> flights = new ConcurrentHashMap<>();
    private volatile long doubtedAt;

    /** Somebody waits for a read and could use what was kept before, if anything. */
    private record Waiting(Flight flight, @Nullable KeptAnswer kept) {}

    /**
     * Puts a cache in front of a store, which then belongs to it.
     *
     * @param longestWait how long a read takes at most, whatever the store does
     */
    public CachingSecretStore(SecretStore store, CacheSettings settings, Duration longestWait, MeterRegistry registry) {
        this(store, settings, longestWait, registry, Ticker.systemTicker());
    }

    CachingSecretStore(
            SecretStore store, CacheSettings settings, Duration longestWait, MeterRegistry registry, Ticker ticker) {
        super(store);
        this.settings = settings;
        this.longestWait = longestWait;
        this.ticker = ticker;
        availability = new Availability(store.name(), settings.staleWhileUnavailable());
        metrics = new StoreMetrics(registry, store.name(), () -> !availability.isDown());
        reads = new StoreReads(store, metrics);
        answers = Caffeine.newBuilder()
                .maximumSize(settings.maxEntries())
                .expireAfter(Expiry.<ReadRequest, KeptAnswer>writing((request, kept) -> kept.usableFor()))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
        doubtedAt = ticker.read() - 1;
        store.onChange(path -> {
            if (path.isEmpty()) {
                doubt();
            } else {
                forget(path);
            }
        });
    }

    @Override
    public Map<ReadRequest, ReadResult> read(Collection<ReadRequest> requests) {
        long end = System.nanoTime() + longestWait.toNanos();
        Map<ReadRequest, ReadResult> results = new LinkedHashMap<>();
        Map<ReadRequest, Waiting> waiting = new LinkedHashMap<>();
        List<Flight> own = new ArrayList<>();
        for (ReadRequest request : requests) {
            KeptAnswer kept = answers.getIfPresent(request);
            if (kept != null && isFresh(kept)) {
                metrics.hit();
                results.put(request, kept.result());
            } else if (kept != null && availability.isDown() && kept.isUsable(ticker.read())) {
                metrics.stale();
                results.put(request, kept.result());
                if (!own.isEmpty() || availability.isTimeToTry(ticker.read())) {
                    join(request, own);
                }
            } else if (!waiting.containsKey(request)) {
                metrics.miss();
                waiting.put(request, new Waiting(join(request, own), kept));
            }
        }
        try {
            if (!own.isEmpty()) {
                start(own, waiting.isEmpty() ? 0 : end - System.nanoTime());
            }
            for (Map.Entry<ReadRequest, Waiting> one : waiting.entrySet()) {
                results.put(one.getKey(), await(one.getValue(), end));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            waiting.forEach((request, one) ->
                    results.computeIfAbsent(request, r -> new ReadResult.Unavailable("the reader was interrupted")));
        }
        return results;
    }

    /** What is fresh, if all of it is. */
    @Override
    public Optional<Map<ReadRequest, ReadResult>> readAtOnce(Collection<ReadRequest> requests) {
        Map<ReadRequest, ReadResult> results = new LinkedHashMap<>();
        for (ReadRequest request : requests) {
            KeptAnswer kept = answers.getIfPresent(request);
            if (kept == null || !isFresh(kept)) {
                return Optional.empty();
            }
            results.put(request, kept.result());
        }
        results.forEach((request, result) -> metrics.hit());
        return Optional.of(results);
    }

    private boolean isFresh(KeptAnswer kept) {
        return kept.isFresh(ticker.read()) && kept.askedAt() - doubtedAt > 0;
    }

    /** The read that is under way; where there is none, a new one that is added to {@code own}. */
    private Flight join(ReadRequest request, List<Flight> own) {
        long now = ticker.read();
        Flight mine = new Flight(request, now);
        Flight flight =
                flights.merge(request, mine, (running, another) -> running.isOlderThan(LOST, now) ? another : running);
        if (flight == mine) {
            // One that has just landed is no longer under way, and its answer came after this caller had looked for it.
            KeptAnswer kept = answers.getIfPresent(request);
            if (kept != null && isFresh(kept)) {
                flights.remove(request, mine);
                mine.land(kept.result());
            } else {
                own.add(mine);
            }
        }
        return flight;
    }

    private void start(List<Flight> own, long patience) throws InterruptedException {
        boolean started = false;
        try {
            reads.start(own.stream().map(Flight::request).toList(), patience, results -> {
                hear(results.values());
                own.forEach(flight -> land(flight, results.get(flight.request())));
            });
            started = true;
        } finally {
            if (!started) {
                own.forEach(flight -> land(flight, new ReadResult.Unavailable("the reader was interrupted")));
            }
        }
    }

    private void hear(Collection<ReadResult> results) {
        String why = "";
        for (ReadResult result : results) {
            if (!(result instanceof ReadResult.Unavailable unavailable)) {
                availability.answered();
                return;
            }
            why = unavailable.inFull();
        }
        availability.failed(why, ticker.read());
    }

    private void land(Flight flight, @Nullable ReadResult result) {
        ReadResult answer = result != null ? result : new ReadResult.Unavailable("it gave no answer");
        flight.unlessOutdated(() -> keep(flight, answer));
        flights.remove(flight.request(), flight);
        flight.land(answer);
    }

    private void keep(Flight flight, ReadResult answer) {
        if (!(answer instanceof ReadResult.Unavailable)) {
            KeptAnswer.of(flight.request(), answer, flight.startedAt(), settings)
                    .ifPresentOrElse(
                            kept -> answers.put(flight.request(), kept), () -> answers.invalidate(flight.request()));
        }
    }

    private ReadResult await(Waiting waiting, long end) throws InterruptedException {
        KeptAnswer kept = waiting.kept();
        long left = end - System.nanoTime();
        long wait = kept == null ? left : Math.min(left, Math.min(PATIENCE.toNanos(), longestWait.toNanos() / 4));
        ReadResult answer = waiting.flight().await(wait).orElse(null);
        if (answer == null) {
            String why = "it did not answer within %d ms"
                    .formatted(Duration.ofNanos(Math.max(0, wait)).toMillis());
            availability.failed(why, ticker.read());
            answer = new ReadResult.Unavailable(why);
        }
        if (answer instanceof ReadResult.Unavailable && kept != null && kept.isUsable(ticker.read())) {
            metrics.stale();
            return kept.result();
        }
        return answer;
    }

    @Override
    public SecretMetadata write(String path, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        try {
            return super.write(path, value, expectedVersion, writtenBy);
        } finally {
            forget(path); // Even one that failed may have been done.
        }
    }

    @Override
    public void delete(String path) {
        try {
            super.delete(path);
        } finally {
            forget(path);
        }
    }

    @Override
    public SecretMetadata restore(String path) {
        try {
            return super.restore(path);
        } finally {
            forget(path);
        }
    }

    /** The secret has changed. */
    private void forget(String path) {
        flights.forEach((request, flight) -> {
            if (request.path().equals(path)) {
                flight.outdate();
                flights.remove(request, flight);
            }
        });
        answers.asMap().keySet().removeIf(request -> request.path().equals(path));
    }

    /** Any secret may have changed. The store has to be asked, but while it cannot be, the last values are the best there is. */
    private void doubt() {
        doubtedAt = ticker.read();
        flights.forEach(flights::remove);
    }

    @Override
    public void close() {
        super.close();
        answers.invalidateAll();
    }
}
