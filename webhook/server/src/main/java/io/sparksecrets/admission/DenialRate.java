package io.sparksecrets.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Bounds how often one address is told why objects of one namespace are refused. Each reason says something of secrets, such as
 * that there is none of a name; whoever sends reviews of their own making to find out shall not find out much.
 *
 * <p>A token bucket for each pair: {@value #CAPACITY} reasons at once, {@value #PER_SECOND} more each second. That is more than a
 * driver whose executors are all refused asks for, so that those who submit applications do not meet it.
 */
final class DenialRate {

    static final int CAPACITY = 1_000;
    static final int PER_SECOND = 20;

    private static final Duration MEMORY = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 10_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private record Asker(String address, String namespace) {}

    private record Bucket(double left, long nanoTime) {
        Bucket at(long now) {
            return new Bucket(Math.min(CAPACITY, left + (now - nanoTime) / NANOS_PER_SECOND * PER_SECOND), now);
        }
    }

    private final Ticker ticker;
    private final Cache<Asker, Bucket> buckets;

    DenialRate(Ticker ticker) {
        this.ticker = ticker;
        buckets = Caffeine.newBuilder()
                .expireAfterAccess(MEMORY)
                .maximumSize(MOST_REMEMBERED)
                .ticker(ticker)
                .build();
    }

    /** Whether the address has been told as much as it may be for now. */
    boolean isUsedUp(String address, String namespace) {
        Bucket bucket = buckets.getIfPresent(new Asker(address, namespace));
        return bucket != null && bucket.at(ticker.read()).left() < 1;
    }

    /** Counts what the address is told. */
    void count(String address, String namespace, AdmissionResponse denial) {
        long reasons = Math.max(1, denial.message().lines().count() - 1);
        buckets.asMap().compute(new Asker(address, namespace), (asker, bucket) -> {
            Bucket now = bucket == null ? new Bucket(CAPACITY, ticker.read()) : bucket.at(ticker.read());
            return new Bucket(now.left() - reasons, now.nanoTime());
        });
    }
}
