package io.sparksecrets.pod;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The scheduling gate {@value #NAME} of a driver pod (KEP-3521): the pod waits for its conf map before it is scheduled.
 *
 * <p>Spark creates the conf map after the pod. A kubelet that is faster finds the conf volume missing and waits, twice as long
 * each time; a gated pod reaches it when everything is there, and so starts sooner.
 */
public final class SchedulingGate {

    static final String NAME = "sparksecrets.io/conf";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SchedulingGate() {}

    /** Kubernetes allows no gate on a pod that has its node already. */
    public static void addTo(JsonPatch patch, SparkPod pod) {
        JsonNode gates = pod.spec().path("schedulingGates");
        if (pod.spec().has("nodeName") || index(gates) >= 0) {
            return;
        }
        ObjectNode gate = JSON.objectNode().put("name", NAME);
        if (gates.isArray()) {
            patch.add("/spec/schedulingGates/-", gate);
        } else {
            patch.add("/spec/schedulingGates", JSON.arrayNode().add(gate));
        }
    }

    /**
     * The JSON Patch that removes the gate from a stored pod; it fails where the pod is another one by then, or its gates are
     * others. Empty when the pod has no such gate.
     */
    public static Optional<ArrayNode> removal(SparkPod pod) {
        int index = index(pod.spec().path("schedulingGates"));
        if (index < 0) {
            return Optional.empty();
        }
        String pointer = "/spec/schedulingGates/" + index;
        JsonPatch patch = new JsonPatch();
        patch.test("/metadata/uid", pod.uid());
        patch.test(pointer + "/name", NAME);
        patch.remove(pointer);
        return Optional.of(patch.operations());
    }

    private static int index(JsonNode gates) {
        int index = 0;
        for (JsonNode gate : gates) {
            if (NAME.equals(gate.path("name").asString(""))) {
                return index;
            }
            index++;
        }
        return -1;
    }
}
