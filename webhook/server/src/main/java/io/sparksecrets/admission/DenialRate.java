package io.sparksecrets.admission;

import com.github.benmanes.caffeine.cache.Ticker;
import io.sparksecrets.rate.TokenBucket;
import io.sparksecrets.rate.TokenBuckets;

/**
 * Bounds how often one address is told why objects of one namespace are refused. Each reason says something of secrets, such as
 * that there is none of a name; whoever sends reviews of their own making to find out shall not find out much.
 *
 * <p>A token bucket for each pair: {@value #CAPACITY} at once, {@value #PER_SECOND} more each second. A denial costs one for each
 * reason that the pair was not told in the last ten minutes, as far as {@link ToldReasons} remembers, and one at least. That is less
 * than comes back while all executors that a driver asks for are refused, so that those who submit applications do not meet it.
 */
final class DenialRate {

    static final int CAPACITY = 1_000;
    static final int PER_SECOND = 20;

    private record Asker(String address, String namespace) {}

    private final TokenBuckets<Asker> buckets;
    private final ToldReasons<Asker> told;

    DenialRate(Ticker ticker) {
        buckets = new TokenBuckets<>(new TokenBucket.Limit(CAPACITY, PER_SECOND), ticker);
        told = new ToldReasons<>(ticker);
    }

    /** Whether the address has been told as much as it may be for now. */
    boolean isUsedUp(String address, String namespace) {
        return buckets.isUsedUp(new Asker(address, namespace));
    }

    /** Counts what the address is told. */
    void count(String address, String namespace, AdmissionResponse denial) {
        Asker asker = new Asker(address, namespace);
        // The first line says what is refused; each after it is a reason.
        int unheard = told.tell(asker, denial.message().lines().skip(1));
        buckets.take(asker, Math.max(1, unheard));
    }
}
