package io.sparksecrets.submission;

import io.sparksecrets.pod.PodRequest;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod in the making, which remembers where each part of it comes from. */
final class PodDraft {

    private final String what;
    private final ObjectNode pod;
    private final ObjectNode container;
    private final Origins origins;

    /** @param container the one of Spark, among those of the pod */
    PodDraft(String what, ObjectNode pod, ObjectNode container, Origins origins) {
        this.what = what;
        this.pod = pod;
        this.container = container;
        this.origins = origins;
    }

    ObjectNode metadata() {
        return (ObjectNode) pod.path("metadata");
    }

    ObjectNode spec() {
        return (ObjectNode) pod.path("spec");
    }

    ObjectNode container() {
        return container;
    }

    Origins origins() {
        return origins;
    }

    void label(String name, String value) {
        child(metadata(), "labels").put(name, value);
    }

    void annotation(String name, String value) {
        child(metadata(), "annotations").put(name, value);
    }

    /** Adds a variable to Spark's container. */
    void env(String name, String value, String place) {
        array(container, "env").addObject().put("name", name).put("value", value);
        origins.text(display(container) + ", env " + name, place, value);
    }

    /** Adds a word to the arguments of Spark's container. */
    void arg(String word, String place) {
        ArrayNode args = array(container, "args");
        origins.text(display(container) + ", args[" + args.size() + "]", place, word);
        args.add(word);
    }

    /** Has the pod run as a service account, under both names that the field has. */
    void account(Optional<String> account) {
        account.ifPresent(name -> spec().put("serviceAccount", name).put("serviceAccountName", name));
    }

    /** Adds what stands in a list of the manifest, such as sidecars; what is there already by name and image is not added. */
    void containers(String field, JsonNode more, String place) {
        ArrayNode present = array(spec(), field);
        for (JsonNode json : more) {
            boolean known = present.valueStream()
                    .anyMatch(other -> other.path("name").equals(json.path("name"))
                            && other.path("image").equals(json.path("image")));
            if (!known) {
                present.add(json.deepCopy());
            }
        }
        ObjectNode holder = pod.objectNode();
        holder.set(field, more);
        origins.containers(holder, field, field.equals("initContainers") ? "init container " : "container ", place);
    }

    /** Adds variables as they stand in the manifest to a container. */
    void env(ObjectNode to, JsonNode variables, String place) {
        for (JsonNode variable : variables) {
            array(to, "env").add(variable.deepCopy());
            String name = variable.path("name").asString("");
            origins.text(
                    display(to) + ", env " + name,
                    place + " " + name,
                    variable.path("value").asString(""));
        }
    }

    SentPod finish(PodRequest request) {
        return SentPod.made(what, pod, request, origins);
    }

    static String display(JsonNode container) {
        return "container " + container.path("name").asString("");
    }

    static ArrayNode array(ObjectNode object, String field) {
        return object.path(field) instanceof ArrayNode array ? array : object.putArray(field);
    }

    static ObjectNode child(ObjectNode object, String field) {
        return object.path(field) instanceof ObjectNode child ? child : object.putObject(field);
    }

    /** The containers of the pod, to find one by its name. */
    List<JsonNode> containers() {
        return spec().path("containers").valueStream().toList();
    }
}
