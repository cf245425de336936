package io.sparksecrets.delivery;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.sparksecrets.kubernetes.BoundedClient;
import io.sparksecrets.pod.Delivery;
import io.sparksecrets.reference.SecretValue;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cluster through fabric8's client. */
public final class KubernetesCluster implements Cluster, AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration REQUEST_TIMEOUT = Duration.ofMillis(2500);

    /** RFC 1123 subdomain, as names of pods are; with it no name leads a request to another path. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");

    private static final int MAX_NAME = 253;

    private final KubernetesClient client;
    private final JsonMapper json = JsonMapper.shared();

    private KubernetesCluster(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Connects with timeouts of its own, whatever the configuration says.
     *
     * @param config where the API server is and how to authenticate; {@link Config#autoConfigure} inside a pod
     */
    public static KubernetesCluster connect(Config config) {
        return new KubernetesCluster(BoundedClient.connect(config, CONNECT_TIMEOUT, REQUEST_TIMEOUT));
    }

    @Override
    public Optional<JsonNode> pod(String namespace, String name) {
        if (!isName(namespace) || !isName(name)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(client.raw("/api/v1/namespaces/%s/pods/%s".formatted(namespace, name)))
                    .map(json::readTree);
        } catch (KubernetesClientException e) {
            throw ApiFailure.of(e, "read Pod %s/%s".formatted(namespace, name), List.of());
        }
    }

    @Override
    public Creation create(DeliverySecret secret) {
        try {
            client.secrets()
                    .inNamespace(secret.namespace())
                    .resource(manifest(secret))
                    .create();
            return Creation.CREATED;
        } catch (KubernetesClientException e) {
            if (alreadyExists(e)) {
                return Creation.ALREADY_EXISTS;
            }
            throw ApiFailure.of(
                    e,
                    "create Secret %s/%s".formatted(secret.namespace(), secret.name()),
                    secret.data().values());
        }
    }

    @Override
    public void patchPod(String namespace, String name, JsonNode patch) {
        try {
            client.pods()
                    .inNamespace(namespace)
                    .withName(name)
                    .patch(PatchContext.of(PatchType.JSON), patch.toString());
        } catch (KubernetesClientException e) {
            throw ApiFailure.of(e, "patch Pod %s/%s".formatted(namespace, name), List.of());
        }
    }

    @Override
    public void create(PodEvent event) {
        try {
            client.v1()
                    .events()
                    .inNamespace(event.namespace())
                    .resource(manifest(event))
                    .create();
        } catch (KubernetesClientException e) {
            if (!alreadyExists(e)) {
                throw ApiFailure.of(e, "create Event %s/%s".formatted(event.namespace(), event.name()), List.of());
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static boolean isName(String name) {
        return name.length() <= MAX_NAME && NAME.matcher(name).matches();
    }

    /** A quota that was changed at the same moment is a 409 too, but not because the Secret exists. */
    private static boolean alreadyExists(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_CONFLICT
                && e.getStatus() != null
                && "AlreadyExists".equals(e.getStatus().getReason());
    }

    private static Secret manifest(DeliverySecret secret) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(secret.namespace())
                .withName(secret.name())
                .withLabels(secret.labels())
                .withAnnotations(secret.annotations())
                .addNewOwnerReference()
                .withApiVersion(secret.owner().apiVersion())
                .withKind(secret.owner().kind())
                .withName(secret.owner().name())
                .withUid(secret.owner().uid())
                .endOwnerReference()
                .endMetadata()
                .withType("Opaque")
                .withImmutable(true)
                .withData(encoded(secret.data()))
                .build();
    }

    private static Event manifest(PodEvent event) {
        String time = DateTimeFormatter.ISO_INSTANT.format(event.time().truncatedTo(ChronoUnit.SECONDS));
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(event.namespace())
                .withName(event.name())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(event.pod().apiVersion())
                .withKind(event.pod().kind())
                .withNamespace(event.namespace())
                .withName(event.pod().name())
                .withUid(event.pod().uid())
                .endInvolvedObject()
                .withType("Warning")
                .withReason(event.reason())
                .withMessage(event.message())
                .withNewSource(Delivery.MANAGED_BY, null)
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withCount(1)
                .build();
    }

    private static Map<String, String> encoded(Map<String, SecretValue> data) {
        Map<String, String> encoded = new TreeMap<>();
        data.forEach((key, value) -> encoded.put(
                key, Base64.getEncoder().encodeToString(value.reveal().getBytes(StandardCharsets.UTF_8))));
        return encoded;
    }
}
