package io.sparksecrets.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.kubernetes.ApiFailure.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The namespace of an installation through fabric8's client. */
public final class KubernetesInstallation implements InstallationSecrets {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/managed-by", "spark-secrets");

    private final KubernetesClient client;
    private final String namespace;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private KubernetesInstallation(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /**
     * Prepares to connect, with timeouts of its own; nothing is asked yet.
     *
     * @param config where the API server is and how to authenticate
     * @param namespace that of the installation
     */
    public static KubernetesInstallation connect(Config config, String namespace) {
        return new KubernetesInstallation(BoundedClient.connect(config, CONNECT_TIMEOUT, REQUEST_TIMEOUT), namespace);
    }

    /** The client of this installation, for what else is kept there. */
    public KubernetesClient client() {
        return client;
    }

    /** That of the installation. */
    public String namespace() {
        return namespace;
    }

    /** Has something closed before the client is, with {@link #close}. */
    public synchronized <T extends AutoCloseable> T closing(T user) {
        open.push(user);
        return user;
    }

    /**
     * Takes part from now on in the election of the replica that does something for all; {@link #close} gives the Lease back.
     *
     * @param name of the Lease in this namespace
     * @param task what that replica does, for the log
     */
    public ReplicaLease lease(String name, String task) {
        ReplicaLease lease = closing(new ReplicaLease(client, namespace, name, task));
        lease.start(() -> {});
        return lease;
    }

    @Override
    public Optional<StoredSecret> read(String name) throws InstallationException {
        try {
            return Optional.ofNullable(client.secrets()
                            .inNamespace(namespace)
                            .withName(name)
                            .get())
                    .map(KubernetesInstallation::stored);
        } catch (KubernetesClientException e) {
            throw InstallationException.of(ApiFailure.quotable(e), "read Secret %s/%s".formatted(namespace, name));
        }
    }

    @Override
    public boolean create(String name, Map<String, byte[]> data) throws InstallationException {
        try {
            client.secrets().inNamespace(namespace).resource(secret(name, data)).create();
            return true;
        } catch (KubernetesClientException e) {
            // It was sent a key.
            ApiFailure failure = ApiFailure.of(e);
            if (failure.is(Kind.CONFLICT)) {
                return false;
            }
            throw InstallationException.of(failure, "create Secret %s/%s".formatted(namespace, name));
        }
    }

    @Override
    public boolean replace(String name, StoredSecret read, Map<String, byte[]> data) throws InstallationException {
        try {
            Secret found =
                    client.secrets().inNamespace(namespace).withName(name).get();
            if (found == null || !found.getMetadata().getResourceVersion().equals(read.version())) {
                return false;
            }
            // With the labels and annotations of whoever made it, which may be Helm.
            found.setData(encoded(data));
            client.secrets().inNamespace(namespace).resource(found).update();
            return true;
        } catch (KubernetesClientException e) {
            ApiFailure failure = ApiFailure.of(e);
            if (failure.is(Kind.CONFLICT, Kind.NOT_FOUND)) {
                return false;
            }
            throw InstallationException.of(failure, "replace Secret %s/%s".formatted(namespace, name));
        }
    }

    @Override
    public void watch(String name, Runnable changed) {
        closing(ObjectWatch.telling(
                "Secret %s/%s".formatted(namespace, name),
                () -> client.secrets().inNamespace(namespace).withName(name),
                changed));
    }

    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                // What is left is closed nevertheless.
            }
        }
        client.close();
    }

    private static StoredSecret stored(Secret secret) {
        Map<String, byte[]> data = new HashMap<>();
        if (secret.getData() != null) {
            secret.getData().forEach((key, value) -> data.put(key, decoded(value)));
        }
        return new StoredSecret(secret.getMetadata().getResourceVersion(), data);
    }

    private static byte[] decoded(String value) {
        return value == null ? new byte[0] : Base64.getDecoder().decode(value);
    }

    private static Map<String, String> encoded(Map<String, byte[]> data) {
        Map<String, String> encoded = new TreeMap<>();
        data.forEach((key, bytes) -> encoded.put(key, Base64.getEncoder().encodeToString(bytes)));
        return encoded;
    }

    private Secret secret(String name, Map<String, byte[]> data) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(LABELS)
                .endMetadata()
                .withType("Opaque")
                .withData(encoded(data))
                .build();
    }
}
