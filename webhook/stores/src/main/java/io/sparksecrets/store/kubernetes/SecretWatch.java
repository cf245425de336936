package io.sparksecrets.store.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.sparksecrets.kubernetes.ApiFailure;
import io.sparksecrets.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the copy current: by a watch, and by reading the Secret from time to time, which finds what a watch missed and shows
 * whether the API server is there at all. However a watch ends, with 410 or with the API server, the next one begins with a reading.
 */
final class SecretWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SecretWatch.class);

    private final KubernetesSecret secret;
    private final SecretCopy copy;
    private final Duration resync;
    private final Duration retry;
    private final Thread thread;

    private volatile String problem = "";
    private volatile boolean closed;

    /**
     * A watch that begins at once, in the background.
     *
     * @param resync how often the Secret is read while the watch is open
     * @param retry the pause after a failure
     */
    SecretWatch(KubernetesSecret secret, SecretCopy copy, Duration resync, Duration retry) {
        this.secret = secret;
        this.copy = copy;
        this.resync = resync;
        this.retry = retry;
        this.thread = Thread.ofVirtual().name("watch " + secret.displayName()).start(this::run);
    }

    /** Why changes are found by reading only; empty while the watch is open. */
    String problem() {
        return problem;
    }

    private void run() {
        try {
            while (!closed) {
                watchUntilItEnds();
                Thread.sleep(retry);
            }
        } catch (InterruptedException e) {
            LOG.debug("watch of the Secret {} ended", secret.displayName());
        }
    }

    private void watchUntilItEnds() throws InterruptedException {
        Events events = new Events(copy);
        try {
            Watch watch = secret.watch(events);
            try {
                noted("");
                // The first reading comes after the watch began, so that nothing is between them.
                while (!events.endedWithin(read() ? resync : retry)) {
                    LOG.trace("the Secret {} is read again", secret.displayName());
                }
            } finally {
                watch.close();
            }
        } catch (KubernetesClientException e) {
            if (closed) {
                return;
            }
            noted(SecretFailure.of(ApiFailure.of(e), "watch", secret.displayName())
                    .getMessage());
            read();
        }
    }

    /** Reads the Secret. Returns whether that was possible. */
    private boolean read() {
        try {
            StoredSecrets before = copy.lastSeen();
            copy.answered(secret.get(), before, "");
            return true;
        } catch (KubernetesClientException e) {
            StoreException problemOfReading = SecretFailure.of(ApiFailure.of(e), "get", secret.displayName());
            if (problemOfReading.reason() == StoreException.Reason.DENIED) {
                copy.refused(problemOfReading);
            } else {
                copy.failed(problemOfReading);
            }
            return false;
        }
    }

    private void noted(String now) {
        if (!now.equals(problem)) {
            problem = now;
            if (now.isEmpty()) {
                LOG.info("the Secret {} is watched", secret.displayName());
            } else {
                LOG.warn("{}; until that is possible it is read again and again", now);
            }
        }
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

    private static final class Events implements Watcher<Secret> {

        private final SecretCopy copy;
        private final CountDownLatch ended = new CountDownLatch(1);

        private Events(SecretCopy copy) {
            this.copy = copy;
        }

        @Override
        public void eventReceived(Action action, Secret secret) {
            switch (action) {
                case ADDED, MODIFIED -> copy.happened(StoredSecrets.of(secret));
                case DELETED ->
                    copy.happened(StoredSecrets.deletedAt(secret.getMetadata().getResourceVersion()));
                case BOOKMARK -> copy.confirmed();
                case ERROR -> ended.countDown();
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

        private boolean endedWithin(Duration time) throws InterruptedException {
            return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
