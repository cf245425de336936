package io.sparksecrets.validation;

import java.time.Duration;

/**
 * Until when a request has to be answered.
 *
 * @param nanoTime in terms of {@link System#nanoTime}
 */
record Deadline(long nanoTime) {

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** Never less than a millisecond, so that who is late still gets to say so. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(nanoTime - System.nanoTime(), 1_000_000));
    }
}
