package io.sparksecrets.store.cache;

import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import java.time.Duration;
import java.util.Optional;

/**
 * An answer of a store with the time it counts. Times are those of a ticker, in nanoseconds.
 *
 * @param askedAt when the store was asked
 * @param freshFor for how long from then the store need not be asked again
 * @param usableFor for how long from then it may be used while the store is unavailable
 */
record KeptAnswer(ReadResult result, long askedAt, Duration freshFor, Duration usableFor) {

    /** A version never changes, it can only be deleted; so one that is pinned is asked for less often. */
    private static final int PINNED = 10;

    /** What to keep of an answer; empty for nothing. */
    static Optional<KeptAnswer> of(ReadRequest request, ReadResult result, long askedAt, CacheSettings settings) {
        KeptAnswer answer = switch (result) {
            case ReadResult.Found found -> found(request, found, askedAt, settings);
            case ReadResult.NotFound missing -> negative(missing, askedAt, settings);
            case ReadResult.Denied denied -> negative(denied, askedAt, settings);
            case ReadResult.Unavailable unavailable -> nothing(unavailable);
            case ReadResult.Unsupported unsupported -> nothing(unsupported);
        };
        return answer.freshFor().isPositive() ? Optional.of(answer) : Optional.empty();
    }

    private static KeptAnswer found(ReadRequest request, ReadResult.Found found, long askedAt, CacheSettings settings) {
        boolean isPinned = found.version() > 0
                && request.version().isPresent()
                && request.version().getAsLong() == found.version();
        Duration fresh = isPinned ? settings.timeToLive().multipliedBy(PINNED) : settings.timeToLive();
        Duration usable = fresh.plus(settings.staleWhileUnavailable());
        return new KeptAnswer(
                found,
                askedAt,
                found.lease().map(lease -> shorter(lease, fresh)).orElse(fresh),
                found.lease().map(lease -> shorter(lease, usable)).orElse(usable));
    }

    private static KeptAnswer negative(ReadResult result, long askedAt, CacheSettings settings) {
        Duration fresh = settings.timeToLive().isPositive() ? settings.negativeTimeToLive() : settings.timeToLive();
        return new KeptAnswer(result, askedAt, fresh, fresh);
    }

    private static KeptAnswer nothing(ReadResult result) {
        return new KeptAnswer(result, 0, Duration.ZERO, Duration.ZERO);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    boolean isFresh(long now) {
        return now - askedAt < freshFor.toNanos();
    }

    boolean isUsable(long now) {
        return now - askedAt < usableFor.toNanos();
    }
}
