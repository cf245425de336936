package io.sparksecrets.demo;

import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.delivery.PodEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** As much of a cluster as a replay needs: pods that were stored and Secrets that were created. */
public final class ClusterInMemory implements Cluster {

    private final Map<String, JsonNode> pods = new ConcurrentHashMap<>();
    private final Map<String, PodEvent> events = new ConcurrentHashMap<>();
    private final Map<String, DeliverySecret> secrets = new ConcurrentHashMap<>();

    /** Stores a pod, so that it can own something. */
    public void store(JsonNode pod) {
        pods.put(
                pod.at("/metadata/namespace").asString() + "/"
                        + pod.at("/metadata/name").asString(),
                pod);
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
