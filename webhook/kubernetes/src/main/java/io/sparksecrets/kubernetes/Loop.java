package io.sparksecrets.kubernetes;

import io.sparksecrets.retry.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a step, and the next one when its time has come, when something changed, or a while after a failure. It never gives up, and
 * says what is wrong once and not at every try.
 */
public final class Loop implements AutoCloseable {

    /** Looks at everything anew, and does what is to be done. */
    public interface Step {

        /** Does what is due, and returns how long until the next step, unless something changes before. */
        Duration take() throws InstallationException, InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    /** What changes together is looked at together. */
    private static final Duration LEAST_PAUSE = Duration.ofMillis(50);

    private static final Backoff FIRST_RETRY = Backoff.doubling(Duration.ofMillis(500), Duration.ofSeconds(15));

    private final String task;
    private final Step step;
    private final Semaphore changes = new Semaphore(0);
    private final Thread thread;
    private volatile Optional<String> problem = Optional.empty();
    private Backoff retry = FIRST_RETRY;

    /**
     * A loop that begins with {@link #start}.
     *
     * @param task what it is for, which begins its log lines, such as {@code certificates}
     */
    public Loop(String task, Step step) {
        this.task = task;
        this.step = step;
        thread = Thread.ofVirtual().name(task).unstarted(this::run);
    }

    /** Takes the first step, on another thread. */
    public void start() {
        thread.start();
    }

    /** Has the next step taken soon. */
    public void wake() {
        changes.release();
    }

    /** What kept the last step from being done. */
    public Optional<String> problem() {
        return problem;
    }

    /** Takes no further step, and waits for the one that is being taken. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                Duration pause = step();
                Thread.sleep(LEAST_PAUSE);
                changes.tryAcquire(Math.max(pause.toMillis(), 1), TimeUnit.MILLISECONDS);
                changes.drainPermits();
            }
        } catch (InterruptedException e) {
            LOG.debug("{}: ended", task);
        }
    }

    private Duration step() throws InterruptedException {
        try {
            Duration next = step.take();
            report(Optional.empty());
            retry = FIRST_RETRY;
            return next;
        } catch (InstallationException e) {
            report(Optional.of(e.getMessage()));
        } catch (RuntimeException e) {
            // Nobody knows what the message of such an exception holds.
            report(Optional.of("unexpected " + e.getClass().getName()));
        }
        Duration pause = retry.pause();
        retry = retry.longer();
        // So that replicas that failed together do not all come back together.
        return pause.plusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2));
    }

    private void report(Optional<String> now) throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
        if (!now.equals(problem)) {
            now.ifPresentOrElse(
                    what -> LOG.error("{}: {}; trying again", task, what),
                    () -> LOG.info("{}: all is well again", task));
            problem = now;
        }
    }
}
