package io.sparksecrets.store.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.kubernetes.ApiFailure;
import io.sparksecrets.kubernetes.ApiFailure.Kind;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import io.sparksecrets.store.kubernetes.WriteRecords.WriteRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes one entry of the Secret and nothing else, whoever else changes it meanwhile. */
final class SecretWriter {

    /** How large the values of a Secret may be together; {@code MaxSecretSize} of Kubernetes. */
    static final long MAX_VALUE_BYTES = 1024 * 1024;

    /** How long a write is tried again before whoever waits is told. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    /** How long an API server is left alone that has too many requests. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);

    private final KubernetesSecret secret;
    private final SecretCopy copy;
    private final InstantSource clock;

    SecretWriter(KubernetesSecret secret, SecretCopy copy, InstantSource clock) {
        this.secret = secret;
        this.copy = copy;
        this.clock = clock;
    }

    /** A change that depends on what is there. */
    private interface Change {

        /** Sends it; the client's exception with 409 means that something else is there by now. */
        StoredSecrets send(StoredSecrets found);
    }

    /**
     * Sets a value.
     *
     * @param mustBeNew fails with {@link Reason#CONFLICT} where there is one already
     * @return what the Secret holds then
     */
    StoredSecrets write(String path, SecretValue value, boolean mustBeNew, String writtenBy) {
        requireText(path, value);
        Map<String, @Nullable String> data = new HashMap<>(StoredSecrets.entries(path, value));
        return untilItFits("write", path, found -> {
            if (mustBeNew && found.keys().containsKey(path)) {
                throw new StoreException(
                        Reason.CONFLICT,
                        "\"%s\" exists where a new secret was expected: somebody else wrote it; look at it, then write without expecting a new one"
                                .formatted(path));
            }
            requireRoom(found, path, value);
            String records =
                    found.records().with(path, record(found, path, writtenBy)).annotation();
            if (!found.exists()) {
                return sent("create", () -> secret.create(StoredSecrets.entries(path, value), records));
            }
            requireMutable(found);
            return sent("patch", () -> secret.patch(found.resourceVersion(), data, records));
        });
    }

    /** Removes a secret; {@link Reason#NOT_FOUND} where there is none. */
    void delete(String path, String store) {
        Map<String, @Nullable String> data = new HashMap<>();
        data.put(DataKey.of(path), null);
        DataKey.ofPath(path).ifPresent(key -> data.put(key, null));
        untilItFits("delete", path, found -> {
            if (!found.keys().containsKey(path)) {
                throw new StoreException(
                        Reason.NOT_FOUND, "there is no secret \"%s\" in the store \"%s\"".formatted(path, store));
            }
            requireMutable(found);
            return sent(
                    "patch",
                    () -> secret.patch(
                            found.resourceVersion(),
                            data,
                            found.records().without(path).annotation()));
        });
    }

    private WriteRecord record(StoredSecrets found, String path, String writtenBy) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant createdAt =
                found.keys().containsKey(path) ? found.metadata(path).createdAt() : now;
        return new WriteRecord(
                createdAt,
                // Made by hand in this very second, by a clock that is ahead.
                now.isBefore(createdAt) ? createdAt : now,
                writtenBy.substring(0, Math.min(writtenBy.length(), WriteRecords.MAX_AUTHOR)));
    }

    private StoredSecrets untilItFits(String verb, String path, Change change) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        // Mostly the copy is current, which the first attempt finds out without reading a whole Secret before.
        boolean fromCopy = copy.lastSeen().exists();
        while (true) {
            Duration pause;
            try {
                StoredSecrets found = fromCopy ? copy.lastSeen() : sent("get", secret::get);
                StoredSecrets changed = change.send(found);
                copy.answered(changed, found, path);
                return changed;
            } catch (TryAgain again) {
                pause = again.pause;
                if (System.nanoTime() + pause.toNanos() > end) {
                    throw new StoreException(
                            Reason.UNAVAILABLE, "cannot %s \"%s\": %s".formatted(verb, path, again.getMessage()));
                }
            } catch (StoreException e) {
                if (!fromCopy || e.reason() == Reason.DENIED || e.reason() == Reason.UNAVAILABLE) {
                    throw e;
                }
                // What is there may have changed since the copy was made.
                pause = Duration.ZERO;
            }
            fromCopy = false;
            sleep(pause);
        }
    }

    /** Sends a request. What may succeed a moment later is told from what will not. */
    private StoredSecrets sent(String verb, Supplier<StoredSecrets> request) {
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            ApiFailure failure = ApiFailure.of(e);
            if (failure.is(Kind.CONFLICT) || (failure.is(Kind.NOT_FOUND) && verb.equals("patch"))) {
                long most = LONGEST_PAUSE.toMillis();
                throw new TryAgain(
                        "others change the Secret %s all the time; try again".formatted(secret.displayName()),
                        Duration.ofMillis(ThreadLocalRandom.current().nextLong(most)));
            }
            StoreException problem = SecretFailure.of(failure, verb, secret.displayName());
            if (failure.is(Kind.BUSY)) {
                throw new TryAgain(problem.getMessage(), failure.retryAfter().orElse(SHORTEST_WAIT));
            }
            if (failure.isTooLarge()) {
                throw new StoreException(
                        Reason.UNSUPPORTED,
                        "the Secret %s would be larger than Kubernetes takes, with its %d entries, their names and their annotations; delete secrets that nobody uses, or move to the store \"database\" or \"vault\""
                                .formatted(secret.displayName(), copy.lastSeen().entries()));
            }
            throw problem;
        }
    }

    private static void requireText(String path, SecretValue value) {
        byte[] bytes = value.reveal().getBytes(StandardCharsets.UTF_8);
        if (!value.equals(SecretValue.of(new String(bytes, StandardCharsets.UTF_8)))) {
            throw new StoreException(
                    Reason.UNSUPPORTED,
                    "the value of \"%s\" is not text: it holds half of a character (an unpaired surrogate), which UTF-8 cannot write"
                            .formatted(path));
        }
    }

    private void requireRoom(StoredSecrets found, String path, SecretValue value) {
        long now = found.valueBytes();
        long replaced = found.valueBytes(DataKey.of(path));
        long pathBytes = DataKey.ofPath(path)
                .filter(key -> found.valueBytes(key) == 0)
                .map(key -> (long) path.length())
                .orElse(0L);
        long then = now - replaced + value.sizeInBytes() + pathBytes;
        if (then > MAX_VALUE_BYTES && then > now) {
            throw new StoreException(
                    Reason.UNSUPPORTED,
                    ("the Secret %s holds %d bytes; with \"%s\", which adds %d, it would hold %d, and Kubernetes takes %d at most."
                                    + " Delete secrets that nobody uses, or move to the store \"database\" or \"vault\"")
                            .formatted(secret.displayName(), now, path, then - now, then, MAX_VALUE_BYTES));
        }
    }

    private void requireMutable(StoredSecrets found) {
        if (found.isImmutable()) {
            throw new StoreException(
                    Reason.UNSUPPORTED,
                    "the Secret %s is marked as immutable, so nothing in it can be changed; make it again without \"immutable: true\""
                            .formatted(secret.displayName()));
        }
    }

    private void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    Reason.UNAVAILABLE, "interrupted while writing the Secret " + secret.displayName());
        }
    }

    private static final class TryAgain extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Duration pause;

        private TryAgain(String message, Duration pause) {
            super(message);
            this.pause = pause;
        }
    }
}
