package io.sparksecrets.testing;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Waits for something to come true. */
public final class Waiting {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private Waiting() {}

    /** What is asked again and again. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException;
    }

    /**
     * Asks until the answer is yes.
     *
     * @param what named in the message when it did not come true
     * @throws IOException when it does not come true in time
     */
    public static void until(String what, Duration timeout, Condition condition) throws IOException {
        Instant end = Instant.now().plus(timeout);
        while (!condition.holds()) {
            if (Instant.now().isAfter(end)) {
                throw new IOException("waited %d s in vain for %s".formatted(timeout.toSeconds(), what));
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for " + what, e);
            }
        }
    }
}
