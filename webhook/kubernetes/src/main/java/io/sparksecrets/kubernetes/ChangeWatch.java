package io.sparksecrets.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Watchable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that an object may have changed, and not how: whoever is told reads it. So it does not matter which events are lost while
 * a watch is interrupted; whoever is told looks again from time to time anyway.
 */
public final class ChangeWatch<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final String what;
    private final Supplier<Watchable<T>> object;
    private final Runnable changed;
    private final Thread thread;

    /** A watch that begins at once, in the background. */
    public ChangeWatch(String what, Supplier<Watchable<T>> object, Runnable changed) {
        this.what = what;
        this.object = object;
        this.changed = changed;
        thread = Thread.ofVirtual().name("watch " + what).start(this::run);
    }

    private void run() {
        try {
            while (true) {
                watchUntilItEnds();
                Thread.sleep(RETRY);
                changed.run();
            }
        } catch (InterruptedException e) {
            LOG.debug("watch of {} ended", what);
        }
    }

    private void watchUntilItEnds() throws InterruptedException {
        Ended<T> ended = new Ended<>(changed);
        try {
            Watch watch = object.get().watch(ended);
            try {
                changed.run();
                ended.await();
            } finally {
                watch.close();
            }
        } catch (KubernetesClientException e) {
            LOG.warn(
                    "watch of {} is not possible now ({}); it is looked at from time to time",
                    what,
                    ApiFailure.of(e).httpStatus());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Ended<T> implements Watcher<T> {

        private final CountDownLatch latch = new CountDownLatch(1);
        private final Runnable changed;

        private Ended(Runnable changed) {
            this.changed = changed;
        }

        @Override
        public void eventReceived(Action action, T object) {
            changed.run();
        }

        @Override
        public void onClose() {
            latch.countDown();
        }

        @Override
        public void onClose(WatcherException cause) {
            latch.countDown();
        }

        private void await() throws InterruptedException {
            latch.await();
        }
    }
}
