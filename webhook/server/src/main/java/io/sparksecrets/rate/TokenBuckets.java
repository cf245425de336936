package io.sparksecrets.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * A bucket for each of those who take, full in the beginning. Only so many are remembered, and each until nobody has looked at it for
 * ten minutes. Safe for use by many threads.
 *
 * @param <K> who takes
 */
public final class TokenBuckets<K> {

    private static final Duration MEMORY = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 10_000;

    private final TokenBucket.Limit limit;
    private final Ticker ticker;
    private final Cache<K, TokenBucket> buckets;

    /** @param limit that of each bucket */
    public TokenBuckets(TokenBucket.Limit limit, Ticker ticker) {
        this.limit = limit;
        this.ticker = ticker;
        buckets = Caffeine.newBuilder()
                .expireAfterAccess(MEMORY)
                .maximumSize(MOST_REMEMBERED)
                .ticker(ticker)
                .build();
    }

    /** Whether they have taken as much as they may for now. */
    public boolean isUsedUp(K who) {
        TokenBucket bucket = buckets.getIfPresent(who);
        return bucket != null && bucket.at(ticker.read()).isUsedUp();
    }

    /** Takes so many tokens from the bucket, whether it has them or not. */
    public void take(K who, long tokens) {
        buckets.asMap().compute(who, (key, bucket) -> {
            long now = ticker.read();
            return (bucket == null ? limit.full(now) : bucket.at(now)).minus(tokens);
        });
    }
}
