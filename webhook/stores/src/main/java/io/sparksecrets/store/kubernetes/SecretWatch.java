package io.sparksecrets.store.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.sparksecrets.kubernetes.ApiFailure;
import io.sparksecrets.kubernetes.ObjectWatch;
import io.sparksecrets.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the copy current: by a watch, and by reading the Secret from time to time, which finds what a watch missed and shows
 * whether the API server is there at all. However a watch ends, the next one begins with a reading.
 */
final class SecretWatch implements ObjectWatch.Listener<Secret>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SecretWatch.class);

    private final KubernetesSecret secret;
    private final SecretCopy copy;
    private final Duration resync;
    private final Duration retry;
    private final ObjectWatch<Secret> watch;

    private volatile String problem = "";

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
        this.watch = new ObjectWatch<>("Secret " + secret.displayName(), secret::resource, retry, this);
    }

    /** Why changes are found by reading only; empty while the watch is open. */
    String problem() {
        return problem;
    }

    @Override
    public Duration look(Optional<ApiFailure> whyNotWatched) {
        noted(whyNotWatched
                .map(failure ->
                        SecretFailure.of(failure, "watch", secret.displayName()).getMessage())
                .orElse(""));
        return read() ? resync : retry;
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
    public void happened(Watcher.Action action, Secret found) {
        switch (action) {
            case ADDED, MODIFIED -> copy.happened(StoredSecrets.of(found));
            case DELETED ->
                copy.happened(StoredSecrets.deletedAt(found.getMetadata().getResourceVersion()));
            case BOOKMARK -> copy.confirmed();
            case ERROR -> {}
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
