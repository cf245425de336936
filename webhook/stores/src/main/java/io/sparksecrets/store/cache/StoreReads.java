package io.sparksecrets.store.cache;

import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.text.Redacted;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from a store on threads of its own, so that nobody who waits depends on the store to return. A read is never
 * interrupted, because that closes connections and files that others use; instead there are only so many of them.
 */
final class StoreReads {

    private static final Logger LOG = LoggerFactory.getLogger(StoreReads.class);
    private static final int MAX_READS = 64;

    private final SecretStore store;
    private final StoreMetrics metrics;
    private final Semaphore permits = new Semaphore(MAX_READS);

    StoreReads(SecretStore store, StoreMetrics metrics) {
        this.store = store;
        this.metrics = metrics;
    }

    /**
     * Begins to read.
     *
     * @param patience how many nanoseconds to wait while too many others read
     * @param answers called with one answer for each request, by another thread or by this one
     */
    void start(List<ReadRequest> requests, long patience, Consumer<Map<ReadRequest, ReadResult>> answers)
            throws InterruptedException {
        if (!permits.tryAcquire(Math.max(0, patience), TimeUnit.NANOSECONDS)) {
            answers.accept(all(requests, MAX_READS + " reads wait for its answer already"));
            return;
        }
        Thread.ofVirtual().name("read from " + store.name()).start(() -> {
            Map<ReadRequest, ReadResult> results;
            try {
                results = read(requests);
            } finally {
                permits.release();
            }
            answers.accept(results);
        });
    }

    private Map<ReadRequest, ReadResult> read(List<ReadRequest> requests) {
        Map<ReadRequest, ReadResult> results = all(requests, "it gave no answer");
        long begun = System.nanoTime();
        try {
            store.read(requests).forEach(results::replace);
        } catch (RuntimeException | Error e) {
            logFault(e);
            results = all(requests, "it failed in an unforeseen way");
        }
        metrics.read(results.values(), Duration.ofNanos(System.nanoTime() - begun));
        return results;
    }

    private static Map<ReadRequest, ReadResult> all(List<ReadRequest> requests, String why) {
        Map<ReadRequest, ReadResult> results = new LinkedHashMap<>();
        requests.forEach(request -> results.put(request, new ReadResult.Unavailable(why)));
        return results;
    }

    /** A store answers for its failures, so this is a fault of the program. Its message may be anything, even a value. */
    private void logFault(Throwable fault) {
        LOG.error("The store \"{}\" failed in an unforeseen way: {}", store.name(), Redacted.line(fault));
    }
}
