package io.sparksecrets.retry;

import java.time.Duration;

/**
 * The pause before the next attempt, which grows with each that failed.
 *
 * @param pause until the next attempt
 * @param factor by which it grows
 * @param longest what it never exceeds
 */
public record Backoff(Duration pause, int factor, Duration longest) {

    public Backoff {
        pause = pause.compareTo(longest) < 0 ? pause : longest;
    }

    /** Twice as long each time. */
    public static Backoff doubling(Duration first, Duration longest) {
        return new Backoff(first, 2, longest);
    }

    /** The one after another failure. */
    public Backoff longer() {
        return new Backoff(pause.multipliedBy(factor), factor, longest);
    }
}
