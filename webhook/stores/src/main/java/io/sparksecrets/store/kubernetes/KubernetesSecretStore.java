package io.sparksecrets.store.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.kubernetes.ApiFailure;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretPath;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretVersion;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import io.sparksecrets.store.StoreHealth;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Secrets in the data of one Kubernetes Secret; {@link DataKey} says under which key. Reads come from a copy in memory that a watch
 * keeps current, and go on for {@link Timing#bound()} while the API server cannot be asked. Writes change one entry and leave all
 * others as they are.
 *
 * <p>It keeps no versions: each is 0, and a write can expect only that a secret is new. What was deleted is gone.
 */
public final class KubernetesSecretStore implements SecretStore {

    /** What the store is called unless it is given another name. */
    public static final String DEFAULT_NAME = "kubernetes";

    private static final int MAX_PAGE = 1000;

    private final String name;
    private final KubernetesSecret secret;
    private final SecretCopy copy;
    private final SecretWatch watch;
    private final SecretWriter writer;

    /**
     * How long things take.
     *
     * @param bound how long the copy is used while the API server cannot be asked
     * @param resync how often the Secret is read beside the watch
     * @param retry the pause after a failure
     * @param patience how long a reader waits for the very first answer
     */
    record Timing(Duration bound, Duration resync, Duration retry, Duration patience) {

        static final Timing DEFAULT =
                new Timing(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    private KubernetesSecretStore(String name, KubernetesSecret secret, Timing timing, InstantSource clock) {
        this.name = name;
        this.secret = secret;
        this.copy = new SecretCopy(secret.displayName(), timing.bound(), timing.patience(), System::nanoTime);
        this.watch = new SecretWatch(secret, copy, timing.resync(), timing.retry());
        this.writer = new SecretWriter(secret, copy, clock);
    }

    /**
     * Opens the store, whether or not the API server is there now; {@link #health()} tells.
     *
     * @param config where the API server is and how to authenticate; the timeouts are the store's own
     */
    public static KubernetesSecretStore open(Config config, KubernetesSettings settings, String name) {
        return open(config, settings, name, Timing.DEFAULT);
    }

    static KubernetesSecretStore open(Config config, KubernetesSettings settings, String name, Timing timing) {
        return new KubernetesSecretStore(
                name, KubernetesSecret.connect(config, settings), timing, InstantSource.system());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<ReadRequest, ReadResult> read(Collection<ReadRequest> requests) {
        Map<ReadRequest, ReadResult> results = new LinkedHashMap<>();
        if (requests.isEmpty()) {
            return results;
        }
        SecretCopy.View view = copy.view();
        for (ReadRequest request : requests) {
            results.put(
                    request,
                    switch (view) {
                        case SecretCopy.View.Shown shown -> read(shown.secrets(), request);
                        case SecretCopy.View.Hidden hidden -> hidden.result();
                    });
        }
        return results;
    }

    private ReadResult read(StoredSecrets secrets, ReadRequest request) {
        if (request.version().isPresent()) {
            return new ReadResult.Unsupported(
                    "the store \"%s\" keeps no versions, so none can be pinned; leave out \"@%d\""
                            .formatted(name, request.version().getAsLong()));
        }
        return secrets.read(request.path());
    }

    @Override
    public List<SecretMetadata> list(String folder, String after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("limit must be from 1 to " + MAX_PAGE + ", not " + limit);
        }
        String start = folder.isEmpty() ? "" : SecretPath.require(folder) + "/";
        StoredSecrets secrets = copy.require();
        String from = after.compareTo(start) > 0 ? after : start;
        return secrets.keys().tailMap(from, false).keySet().stream()
                .takeWhile(path -> path.startsWith(start))
                .limit(limit)
                .map(secrets::metadata)
                .toList();
    }

    /**
     * Writes the value. There are no versions to expect but 0, that the secret is new.
     *
     * @throws StoreException as the port says; with {@link Reason#UNSUPPORTED} also when another version is expected, and when the
     *     Secret would be larger than Kubernetes takes
     */
    @Override
    public SecretMetadata write(String path, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        SecretPath.require(path);
        if (expectedVersion.orElse(0) != 0) {
            throw new StoreException(
                    Reason.UNSUPPORTED,
                    "the store \"%s\" keeps no versions, so version %d of \"%s\" cannot be expected; expect 0 for a new secret, or nothing"
                            .formatted(name, expectedVersion.getAsLong(), path));
        }
        return writer.write(path, value, expectedVersion.isPresent(), writtenBy).metadata(path);
    }

    @Override
    public void delete(String path) {
        writer.delete(SecretPath.require(path), name);
    }

    @Override
    public SecretMetadata restore(String path) {
        throw new StoreException(
                Reason.UNSUPPORTED,
                "the store \"%s\" keeps nothing of what was deleted, so \"%s\" cannot be restored; write it again"
                        .formatted(name, SecretPath.require(path)));
    }

    @Override
    public List<SecretVersion> versions(String path) {
        SecretPath.require(path);
        if (!copy.require().keys().containsKey(path)) {
            throw new StoreException(
                    Reason.NOT_FOUND, "there is no secret \"%s\" in the store \"%s\"".formatted(path, name));
        }
        throw new StoreException(
                Reason.UNSUPPORTED, "the store \"%s\" keeps no versions, only the newest value".formatted(name));
    }

    @Override
    public void onChange(Consumer<String> listener) {
        copy.onChange(listener);
    }

    @Override
    public StoreHealth health() {
        try {
            StoredSecrets found = secret.get();
            String problem = watch.problem();
            return new StoreHealth(
                    true,
                    (found.exists()
                                    ? "the Secret %s holds %d secrets, %d of %d bytes"
                                            .formatted(
                                                    secret.displayName(),
                                                    found.keys().size(),
                                                    found.valueBytes(),
                                                    SecretWriter.MAX_VALUE_BYTES)
                                    : "there is no Secret %s yet; the first write makes it"
                                            .formatted(secret.displayName()))
                            + (problem.isEmpty() ? "" : "; changes are noticed late: " + problem));
        } catch (KubernetesClientException e) {
            return new StoreHealth(
                    false,
                    SecretFailure.of(ApiFailure.of(e), "get", secret.displayName())
                            .getMessage());
        }
    }

    @Override
    public void close() {
        watch.close();
        secret.close();
    }
}
