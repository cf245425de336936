package io.sparksecrets.testing;

import static org.awaitility.pollinterval.IterativePollInterval.iterative;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.pollinterval.PollInterval;

/** Waits for something to come true. */
public final class Waiting {

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    /** Short at first: much is true soon, and some of what is asked is dear. */
    private static final PollInterval PAUSES = iterative(
            pause -> pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE, Duration.ofMillis(5));

    private Waiting() {}

    /** What is asked again and again. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Asks until the answer is yes, or an exception, which passes.
     *
     * @param what named in the message when it did not come true
     * @throws IOException when it does not come true in time
     */
    public static void until(String what, Duration timeout, Condition condition) throws IOException {
        try {
            Awaitility.await()
                    // Awaitility does not take no time at all, which is for what should be true by now.
                    .atMost(timeout.plusMillis(1))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(PAUSES)
                    // Whoever asks may be interrupted only when the one who waits is.
                    .pollInSameThread()
                    .dontCatchUncaughtExceptions()
                    .until(condition::holds);
        } catch (ConditionTimeoutException e) {
            throw new IOException("waited %d s in vain for %s".formatted(timeout.toSeconds(), what), e);
        }
    }
}
