package io.sparksecrets.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Watchable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches an object, in the background: however a watch ends, with 410 or with the API server, the next one begins after a pause. */
public final class ObjectWatch<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration NEVER = Duration.ofDays(10_000);

    /** Whoever wants to know. */
    public interface Listener<T> {

        /**
         * Looks at the object itself: first when a watch began, so that nothing is between, and when none could.
         *
         * @param problem why there is no watch now; empty while there is one
         * @return when to look again while the watch goes on
         */
        Duration look(Optional<ApiFailure> problem);

        /** The object as the watch shows it. */
        void happened(Watcher.Action action, T object);
    }

    private final String what;
    private final Supplier<? extends Watchable<T>> object;
    private final Duration pause;
    private final Listener<T> listener;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * A watch that begins at once.
     *
     * @param pause that between two watches
     */
    public ObjectWatch(String what, Supplier<? extends Watchable<T>> object, Duration pause, Listener<T> listener) {
        this.what = what;
        this.object = object;
        this.pause = pause;
        this.listener = listener;
        thread = Thread.ofVirtual().name("watch " + what).start(this::run);
    }

    /**
     * A watch that tells that the object may have changed, and not how: whoever is told reads it. So it does not matter which events
     * are lost while a watch is interrupted; whoever is told looks again from time to time anyway.
     */
    public static <T> ObjectWatch<T> telling(String what, Supplier<? extends Watchable<T>> object, Runnable changed) {
        return new ObjectWatch<>(what, object, PAUSE, new Listener<>() {
            @Override
            public Duration look(Optional<ApiFailure> problem) {
                problem.ifPresent(failure -> LOG.warn(
                        "watch of {} is not possible now ({}); it is looked at from time to time",
                        what,
                        failure.isUnanswered() ? failure.unanswered() : failure.httpStatus()));
                changed.run();
                return NEVER;
            }

            @Override
            public void happened(Watcher.Action action, T object) {
                changed.run();
            }
        });
    }

    private void run() {
        try {
            while (!closed) {
                watchUntilItEnds();
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            LOG.debug("watch of {} ended", what);
        }
    }

    private void watchUntilItEnds() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        try {
            Watch watch = object.get().watch(events(ended));
            try {
                while (!ended.await(listener.look(Optional.empty()).toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.trace("{} is looked at again", what);
                }
            } finally {
                watch.close();
            }
        } catch (KubernetesClientException e) {
            if (!closed) {
                listener.look(Optional.of(ApiFailure.of(e)));
            }
        }
    }

    private Watcher<T> events(CountDownLatch ended) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, T object) {
                if (action == Action.ERROR) {
                    ended.countDown();
                } else {
                    listener.happened(action, object);
                }
            }

            @Override
            public void onClose() {
                ended.countDown();
            }

            @Override
            public void onClose(WatcherException cause) {
                ended.countDown();
            }
        };
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
