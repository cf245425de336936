package io.sparksecrets.store.cache;

import java.time.Duration;

/**
 * How long what a store answered counts.
 *
 * @param timeToLive of a value; zero to keep nothing at all
 * @param negativeTimeToLive of the answer that a secret is missing or denied; zero for not at all
 * @param staleWhileUnavailable how long after its time to live a value still counts while the store is unavailable; zero for not
 *     at all
 * @param maxEntries how many answers are kept
 */
public record CacheSettings(
        Duration timeToLive, Duration negativeTimeToLive, Duration staleWhileUnavailable, int maxEntries) {

    /** Keeps nothing; whoever asks at the same time still shares one read. */
    public static final CacheSettings OFF = new CacheSettings(Duration.ZERO, Duration.ZERO, Duration.ZERO, 1);

    public CacheSettings {
        if (timeToLive.isNegative()
                || negativeTimeToLive.isNegative()
                || staleWhileUnavailable.isNegative()
                || maxEntries < 1) {
            throw new IllegalArgumentException("nothing may be negative, and maxEntries must be positive");
        }
    }
}
