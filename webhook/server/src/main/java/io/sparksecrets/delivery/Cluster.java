package io.sparksecrets.delivery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The port to the API server: it can read namespaces, pods and ConfigMaps, create Secrets and Events, and, where driver pods wait
 * behind a scheduling gate, patch pods. That is all this program may do in other namespaces.
 *
 * <p>Answers or fails within 3 seconds; nothing is tried again, because who asks has a deadline and is asked again.
 */
public interface Cluster {

    /** Whether there is none at all, so that nothing can be delivered anywhere. */
    default boolean isNone() {
        return false;
    }

    /** What became of a {@link #create}. */
    enum Creation {
        CREATED,
        /** There is a Secret of that name; it was not looked at. */
        ALREADY_EXISTS
    }

    /**
     * The pod as it is stored, with all its fields; empty when there is none, or when there can be none of that name.
     *
     * @throws ClusterException when the API server refuses or cannot be asked
     */
    Optional<JsonNode> pod(String namespace, String name);

    /**
     * The ConfigMap as it is stored, with all its fields; empty when there is none, or when there can be none of that name.
     *
     * @throws ClusterException when the API server refuses or cannot be asked
     */
    Optional<JsonNode> configMap(String namespace, String name);

    /**
     * The labels of a namespace; empty when there is none of that name.
     *
     * @throws ClusterException when the API server refuses or cannot be asked
     */
    Optional<Map<String, String>> labelsOfNamespace(String name);

    /**
     * The names of the namespaces that have a label of this value.
     *
     * @throws ClusterException when the API server refuses or cannot be asked
     */
    Set<String> namespacesWith(String label, String value);

    /**
     * The pods that wait to run and have {@link io.sparksecrets.pod.delivery.Delivery#WAITING_LABEL}, as the API server's cache knows them.
     *
     * @param namespace empty for all
     * @throws ClusterException when the API server refuses or cannot be asked
     */
    List<WaitingPod> waitingPods(String namespace);

    /**
     * Creates a delivery Secret, which nobody can change afterwards.
     *
     * @throws ClusterException when it was not created, or when that is not known
     */
    Creation create(DeliverySecret secret);

    /**
     * Asks whether {@link #create} would create such a Secret, and stores nothing.
     *
     * @throws ClusterException when it would not, or when that is not known
     */
    void tryToCreate(DeliverySecret secret);

    /**
     * Changes a stored pod by a JSON Patch (RFC 6902).
     *
     * @throws ClusterException when it was not changed, or when that is not known
     */
    void patchPod(String namespace, String name, JsonNode patch);

    /**
     * Creates an Event; one that is there already stays as it is.
     *
     * @throws ClusterException when it is not there
     */
    void create(PodEvent event);
}
