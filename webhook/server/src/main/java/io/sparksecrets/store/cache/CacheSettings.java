package io.sparksecrets.store.cache;

import java.time.Duration;

/**
 * How long what a store answered counts.
 *
 * @param timeToLive of a value; positive
 * @param negativeTimeToLive of the answer that a secret is missing or denied; zero for not at all
 * @param staleWhileUnavailable how long after its time to live a value still counts while the store is unavailable; zero for not
 *     at all
 * @param maxEntries how many answers are kept
 */
public record CacheSettings(
        Duration timeToLive, Duration negativeTimeToLive, Duration staleWhileUnavailable, int maxEntries) {

    public CacheSettings {
        if (!timeToLive.isPositive()
                || negativeTimeToLive.isNegative()
                || staleWhileUnavailable.isNegative()
                || maxEntries < 1) {
            throw new IllegalArgumentException("timeToLive and maxEntries must be positive, and nothing negative");
        }
    }
}
