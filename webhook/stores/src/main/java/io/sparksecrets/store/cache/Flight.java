package io.sparksecrets.store.cache;

import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One read of one secret, for all who ask while it is under way. */
final class Flight {

    private final ReadRequest request;
    private final long startedAt;
    private final CompletableFuture<ReadResult> landing = new CompletableFuture<>();
    private boolean outdated;

    Flight(ReadRequest request, long startedAt) {
        this.request = request;
        this.startedAt = startedAt;
    }

    ReadRequest request() {
        return request;
    }

    /** By the ticker of the cache, in nanoseconds. */
    long startedAt() {
        return startedAt;
    }

    boolean isOlderThan(Duration age, long now) {
        return now - startedAt > age.toNanos();
    }

    void land(ReadResult result) {
        landing.complete(result);
    }

    /** The secret has changed since the read began, so its answer must not be kept. */
    synchronized void outdate() {
        outdated = true;
    }

    /** Runs unless the read is outdated; {@link #outdate} waits until it has run. */
    synchronized void unlessOutdated(Runnable keeping) {
        if (!outdated) {
            keeping.run();
        }
    }

    /** The answer, if it comes within so many nanoseconds. */
    Optional<ReadResult> await(long nanos) throws InterruptedException {
        try {
            return Optional.of(landing.get(Math.max(0, nanos), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a flight lands with an answer", e);
        }
    }
}
