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
import io.sparksecrets.kubernetes.ApiFailure;
import io.sparksecrets.kubernetes.ApiFailure.Kind;
import io.sparksecrets.kubernetes.BoundedClient;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.reference.SecretValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cluster through fabric8's client. */
public final class KubernetesCluster implements Cluster, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesCluster.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration REQUEST_TIMEOUT = Duration.ofMillis(2500);

    /** RFC 1123 subdomain, as names of pods are; with it no name leads a request to another path. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");

    private static final int MAX_NAME = 253;

    private final KubernetesClient client;
    private final MetadataLists metadata;
    private final JsonMapper json = JsonMapper.shared();

    private KubernetesCluster(KubernetesClient client) {
        this.client = client;
        metadata = new MetadataLists(client, REQUEST_TIMEOUT);
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
        return read("Pod", "pods", namespace, name);
    }

    @Override
    public Optional<JsonNode> configMap(String namespace, String name) {
        return read("ConfigMap", "configmaps", namespace, name);
    }

    private Optional<JsonNode> read(String kind, String resource, String namespace, String name) {
        return isName(namespace) && isName(name)
                ? read(
                        "/api/v1/namespaces/%s/%s/%s".formatted(namespace, resource, name),
                        "%s %s/%s".formatted(kind, namespace, name))
                : Optional.empty();
    }

    private Optional<JsonNode> read(String path, String what) {
        try {
            return Optional.ofNullable(client.raw(path)).map(json::readTree);
        } catch (KubernetesClientException e) {
            throw ClusterFailure.of(ApiFailure.quotable(e), "read " + what);
        }
    }

    @Override
    public Optional<Map<String, String>> labelsOfNamespace(String name) {
        if (!isName(name)) {
            return Optional.empty();
        }
        return read("/api/v1/namespaces/" + name, "Namespace " + name).map(namespace -> {
            Map<String, String> labels = new HashMap<>();
            namespace.at("/metadata/labels").forEachEntry((label, value) -> labels.put(label, value.asString("")));
            return labels;
        });
    }

    @Override
    public Set<String> namespacesWith(String label, String value) {
        return metadata.list("/api/v1/namespaces", Map.of("labelSelector", label + "=" + value), "Namespaces")
                .map(metadata -> metadata.path("name").asString(""))
                .collect(Collectors.toSet());
    }

    @Override
    public List<WaitingPod> waitingPods(String namespace) {
        String path = namespace.isEmpty() ? "/api/v1/pods" : "/api/v1/namespaces/%s/pods".formatted(namespace);
        return metadata.list(
                        path,
                        Map.of(
                                "labelSelector",
                                Delivery.WAITING_LABEL + "=" + Delivery.WAITING,
                                "fieldSelector",
                                "status.phase=Pending"),
                        "Pods")
                .map(metadata -> new WaitingPod(
                        metadata.path("namespace").asString(""),
                        metadata.path("name").asString(""),
                        metadata.path("uid").asString("")))
                .toList();
    }

    @Override
    public void tryToCreate(DeliverySecret secret) {
        DeliverySecret tried = secret.withoutValues();
        try {
            client.secrets()
                    .inNamespace(tried.namespace())
                    .resource(manifest(tried))
                    .dryRun()
                    .create();
        } catch (KubernetesClientException e) {
            // It was not told any value, so its words hold none; but they are not for whoever asked.
            ApiFailure failure = ApiFailure.quotable(e);
            if (!alreadyExists(failure)) {
                LOG.warn("Secret {}/{} would be refused: {}", tried.namespace(), tried.name(), failure.answer());
                throw ClusterFailure.ofSecret(failure, tried.namespace(), tried.name());
            }
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
            ApiFailure failure = ApiFailure.of(e);
            if (alreadyExists(failure)) {
                return Creation.ALREADY_EXISTS;
            }
            throw ClusterFailure.ofSecret(failure, secret.namespace(), secret.name());
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
            throw ClusterFailure.of(ApiFailure.quotable(e), "patch Pod %s/%s".formatted(namespace, name));
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
            ApiFailure failure = ApiFailure.quotable(e);
            if (!alreadyExists(failure)) {
                throw ClusterFailure.of(failure, "create Event %s/%s".formatted(event.namespace(), event.name()));
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
    private static boolean alreadyExists(ApiFailure failure) {
        return failure.is(Kind.CONFLICT) && failure.reason().equals("AlreadyExists");
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
