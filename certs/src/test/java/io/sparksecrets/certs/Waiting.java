package io.sparksecrets.certs;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits for what happens in the background. */
public final class Waiting {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Waiting() {}

    /**
     * Returns when something has come true.
     *
     * @param otherwise what to say when it does not
     */
    public static void until(Callable<Boolean> condition, Supplier<String> otherwise) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within %s: %s".formatted(PATIENCE, otherwise.get()));
            }
            Thread.sleep(20);
        }
    }
}
