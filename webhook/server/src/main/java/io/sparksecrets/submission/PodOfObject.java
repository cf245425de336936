package io.sparksecrets.submission;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The pod that Kubernetes itself makes of an object. */
final class PodOfObject {

    /** Where each kind has its template. */
    private static final Map<String, String> TEMPLATES = Map.of(
            "PodTemplate", "template",
            "Deployment", "spec.template",
            "StatefulSet", "spec.template",
            "ReplicaSet", "spec.template",
            "ReplicationController", "spec.template",
            "DaemonSet", "spec.template",
            "Job", "spec.template",
            "CronJob", "spec.jobTemplate.spec.template");

    private PodOfObject() {}

    static Submission ofPod(JsonNode pod, Target target) {
        return Submission.of(SentPod.made("pod", copy(pod, target), target.request(), Origins.ofPod(pod, "")));
    }

    static Submission submission(JsonNode object, Target target) {
        String kind = object.path("kind").asString("");
        return template(kind)
                .map(place -> {
                    JsonNode template = object.at("/" + place.replace('.', '/'));
                    return Submission.of(SentPod.made(
                            "pod of the " + kind,
                            pod(template, object, target),
                            target.request(),
                            Origins.ofPod(template, place + ".spec.")));
                })
                .orElse(Submission.NOTHING);
    }

    /** Where the pod template of a kind stands; empty for kinds of which Kubernetes makes no pods. */
    static Optional<String> template(String kind) {
        return Optional.ofNullable(TEMPLATES.get(kind));
    }

    private static ObjectNode pod(JsonNode template, JsonNode owner, Target target) {
        ObjectNode pod =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
        pod.set(
                "metadata",
                template.path("metadata").isObject() ? template.path("metadata").deepCopy() : pod.objectNode());
        pod.set("spec", template.path("spec").isObject() ? template.path("spec").deepCopy() : pod.objectNode());
        ObjectNode metadata = (ObjectNode) pod.path("metadata");
        String name = owner.at("/metadata/name").asString("");
        if (!metadata.has("name") && !metadata.has("generateName") && !name.isEmpty()) {
            metadata.put("generateName", name + "-");
        }
        if (!metadata.has("uid")) {
            metadata.put("uid", ClusterModeApplication.DRIVER_UID);
        }
        target.account()
                .ifPresent(account -> ((ObjectNode) pod.path("spec"))
                        .put("serviceAccountName", account)
                        .put("serviceAccount", account));
        return pod;
    }

    /** A pod that a manifest holds whole. */
    static ObjectNode copy(JsonNode pod, Target target) {
        return pod(pod, pod, target);
    }
}
