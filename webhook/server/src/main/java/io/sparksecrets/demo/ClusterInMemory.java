package io.sparksecrets.demo;

import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.delivery.PodEvent;
import io.sparksecrets.delivery.WaitingPod;
import io.sparksecrets.pod.delivery.Delivery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** As much of a cluster as a replay needs: pods and ConfigMaps that were stored, and Secrets that were created. */
public final class ClusterInMemory implements Cluster {

    private final Map<String, JsonNode> pods = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> configMaps = new ConcurrentHashMap<>();
    private final Set<String> notOptedIn = ConcurrentHashMap.newKeySet();
    private final Map<String, PodEvent> events = new ConcurrentHashMap<>();
    private final Map<String, DeliverySecret> secrets = new ConcurrentHashMap<>();

    /** Stores a pod, so that it can own something. */
    public void store(JsonNode pod) {
        pods.put(key(pod), pod);
    }

    /** Stores a ConfigMap. */
    public void storeConfigMap(JsonNode configMap) {
        configMaps.put(key(configMap), configMap);
    }

    /** All namespaces are there and take part but those. */
    public void leaveOut(String namespace) {
        notOptedIn.add(namespace);
    }

    private static String key(JsonNode object) {
        return object.at("/metadata/namespace").asString() + "/"
                + object.at("/metadata/name").asString();
    }

    /** What was created. */
    public List<DeliverySecret> secrets() {
        return List.copyOf(secrets.values());
    }

    /** Those that were created. */
    public List<PodEvent> events() {
        return List.copyOf(events.values());
    }

    @Override
    public Optional<JsonNode> pod(String namespace, String name) {
        return Optional.ofNullable(pods.get(namespace + "/" + name));
    }

    @Override
    public Optional<JsonNode> configMap(String namespace, String name) {
        return Optional.ofNullable(configMaps.get(namespace + "/" + name));
    }

    @Override
    public Optional<Map<String, String>> labelsOfNamespace(String name) {
        return Optional.of(notOptedIn.contains(name) ? Map.of() : Map.of("sparksecrets.io/injection", "enabled"));
    }

    @Override
    public Set<String> namespacesWith(String label, String value) {
        return Set.of();
    }

    @Override
    public List<WaitingPod> waitingPods(String namespace) {
        return pods.values().stream()
                .filter(pod -> namespace.isEmpty()
                        || pod.at("/metadata/namespace").asString().equals(namespace))
                .filter(pod -> pod.at("/metadata/labels").has(Delivery.WAITING_LABEL))
                .map(pod -> new WaitingPod(
                        pod.at("/metadata/namespace").asString(),
                        pod.at("/metadata/name").asString(),
                        pod.at("/metadata/uid").asString()))
                .toList();
    }

    @Override
    public void tryToCreate(DeliverySecret secret) {
        // It would be created.
    }

    @Override
    public Creation create(DeliverySecret secret) {
        return secrets.putIfAbsent(secret.namespace() + "/" + secret.name(), secret) == null
                ? Creation.CREATED
                : Creation.ALREADY_EXISTS;
    }

    @Override
    public void patchPod(String namespace, String name, JsonNode patch) {
        try {
            pods.computeIfPresent(namespace + "/" + name, (key, pod) -> JsonPatch.apply(patch, pod));
        } catch (JsonPatchException e) {
            throw new ClusterException(
                    ClusterException.Reason.INVALID,
                    "cannot patch Pod %s/%s: the patch does not fit it".formatted(namespace, name));
        }
    }

    @Override
    public void create(PodEvent event) {
        events.putIfAbsent(event.namespace() + "/" + event.name(), event);
    }
}
