package io.sparksecrets.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pod template as Spark reads it: one of its containers becomes Spark's own, and goes behind the others.
 *
 * @param template with metadata and spec; missing where there is none
 * @param place where it stands in the manifest, such as {@code spec.driver.template}
 * @param container the name of Spark's container; the first one where it is empty or not found
 */
record PodTemplate(JsonNode template, String place, Optional<String> container) {

    static final PodTemplate NONE = new PodTemplate(JsonNodeFactory.instance.missingNode(), "", Optional.empty());

    /** The template's pod with Spark's container, which may have no name yet, last. */
    PodDraft draft(String what, String defaultName) {
        ObjectNode pod =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
        pod.set("metadata", object(template.path("metadata")));
        pod.set("spec", object(template.path("spec")));
        Origins origins = Origins.ofPod(pod, place.isEmpty() ? "spec." : place + ".spec.");
        List<ObjectNode> containers = new ArrayList<>();
        pod.path("spec").path("containers").forEach(json -> containers.add(object(json)));
        ObjectNode chosen = containers.stream()
                .filter(json ->
                        container.filter(json.path("name").asString("")::equals).isPresent())
                .findFirst()
                .orElseGet(() -> containers.isEmpty() ? JsonNodeFactory.instance.objectNode() : containers.getFirst());
        containers.remove(chosen);
        containers.add(chosen);
        if (chosen.path("name").asString("").isEmpty()) {
            chosen.put("name", defaultName);
        }
        ((ObjectNode) pod.path("spec")).putArray("containers").addAll(containers);
        return new PodDraft(what, pod, chosen, origins);
    }

    private static ObjectNode object(JsonNode json) {
        return json instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
    }
}
