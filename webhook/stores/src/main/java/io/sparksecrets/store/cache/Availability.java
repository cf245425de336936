package io.sparksecrets.store.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a store answered last. While it does not, it is tried again now and then, and not by each who asks. */
final class Availability {

    private static final Logger LOG = LoggerFactory.getLogger(Availability.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String store;
    private final Duration staleWhileUnavailable;
    private final AtomicBoolean down = new AtomicBoolean();
    private final AtomicLong lastAttempt = new AtomicLong();

    Availability(String store, Duration staleWhileUnavailable) {
        this.store = store;
        this.staleWhileUnavailable = staleWhileUnavailable;
    }

    boolean isDown() {
        return down.get();
    }

    void answered() {
        if (down.compareAndSet(true, false)) {
            LOG.info("The store \"{}\" answers again", store);
        }
    }

    /** @param why as the store says it, without a value */
    void failed(String why, long now) {
        if (down.compareAndSet(false, true)) {
            lastAttempt.set(now);
            LOG.warn(
                    "The store \"{}\" is unavailable: {}; values that were read before count for {} s more, and it is tried again",
                    store,
                    why,
                    staleWhileUnavailable.toSeconds());
        }
    }

    /** Whether it is time to try again; true for one of those who ask. */
    boolean isTimeToTry(long now) {
        long last = lastAttempt.get();
        return now - last >= PAUSE.toNanos() && lastAttempt.compareAndSet(last, now);
    }
}
