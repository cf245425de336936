package io.sparksecrets.delivery;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The port to the API server: it can read pods and create Secrets and Events, and, where driver pods wait behind a scheduling
 * gate, patch pods. That is all this program may do in other namespaces.
 *
 * <p>Answers or fails within 3 seconds; nothing is tried again, because who asks has a deadline and is asked again himself.
 */
public interface Cluster {

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
     * Creates a delivery Secret, which nobody can change afterwards.
     *
     * @throws ClusterException when it was not created, or when that is not known
     */
    Creation create(DeliverySecret secret);

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
