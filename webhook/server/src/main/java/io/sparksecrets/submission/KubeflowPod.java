package io.sparksecrets.submission;

import io.sparksecrets.pod.SparkPod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod of Spark after the webhook of the Kubeflow operator v2.5.2 (sparkpod_defaulter.go), as far as texts matter. */
final class KubeflowPod {

    /** Fields of driver and executor that become one of the pod's spec as they are. */
    private static final List<String> COPIED =
            List.of("affinity", "tolerations", "hostAliases", "dnsConfig", "schedulerName", "priorityClassName");

    private KubeflowPod() {}

    static SentPod mutated(SentPod pod, JsonNode application, String place) {
        boolean driver = pod.pod().role() == SparkPod.Role.DRIVER;
        String role = driver ? "driver" : "executor";
        JsonNode spec = application.path(role);
        String at = place + "." + role;
        ObjectNode json = pod.json();
        ObjectNode container = sparkContainer(json, driver ? "spark-kubernetes-driver" : "spark-kubernetes-executor");
        PodDraft draft = new PodDraft(pod.what(), json, container, pod.origins());
        draft.env(container, spec.path("env"), at + ".env");
        spec.path("envFrom")
                .forEach(source -> PodDraft.array(container, "envFrom").add(source.deepCopy()));
        if (spec.has("lifecycle")) {
            container.set("lifecycle", spec.path("lifecycle").deepCopy());
            pod.origins().moved(PodDraft.display(container), "lifecycle", at + ".lifecycle");
        }
        volumes(draft, application, spec, place);
        draft.containers("initContainers", spec.path("initContainers"), at + ".initContainers");
        draft.containers("containers", spec.path("sidecars"), at + ".sidecars");
        for (String field : COPIED) {
            if (spec.has(field)) {
                draft.spec().set(field, spec.path(field).deepCopy());
                pod.origins().moved("spec", field, at + "." + field);
            }
        }
        return pod;
    }

    /** By its name, else the first one, whatever Spark takes for its own. */
    private static ObjectNode sparkContainer(ObjectNode pod, String name) {
        JsonNode first = null;
        for (JsonNode container : pod.path("spec").path("containers")) {
            if (container.path("name").asString("").equals(name)) {
                return (ObjectNode) container;
            }
            first = first == null ? container : first;
        }
        return (ObjectNode) Objects.requireNonNull(first, "a pod of Spark has a container");
    }

    /** Those that are mounted; local directories of Spark go by its conf instead. */
    private static void volumes(PodDraft draft, JsonNode application, JsonNode spec, String place) {
        Map<String, JsonNode> volumes = new LinkedHashMap<>();
        application
                .path("volumes")
                .forEach(volume -> volumes.put(volume.path("name").asString(""), volume));
        for (JsonNode mount : spec.path("volumeMounts")) {
            String name = mount.path("name").asString("");
            JsonNode volume = volumes.remove(name);
            if (volume != null && !name.startsWith("spark-local-dir-")) {
                int index = PodDraft.array(draft.spec(), "volumes").size();
                PodDraft.array(draft.spec(), "volumes").add(volume.deepCopy());
                draft.origins().moved("spec", "volumes[" + index + "]", place + ".volumes[" + name + "]");
            }
        }
    }
}
