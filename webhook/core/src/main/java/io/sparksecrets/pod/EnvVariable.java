package io.sparksecrets.pod;

import tools.jackson.databind.JsonNode;

/**
 * An env variable of a container, and where it stands.
 *
 * @param json the variable's object
 * @param index its place in the container's env
 */
public record EnvVariable(Container container, JsonNode json, int index) {

    public String name() {
        return json.path("name").asString("");
    }

    /** The text that stands there, in which Kubernetes expands; empty where there is none. */
    public String value() {
        return json.path("value").asString("");
    }

    /** Whether the value comes from elsewhere. */
    public boolean hasValueFrom() {
        return json.has("valueFrom");
    }

    /** Where the value comes from; missing where it stands there as a text. */
    public JsonNode valueFrom() {
        return json.path("valueFrom");
    }

    /** The Secret that has the value; empty where it comes from elsewhere. */
    public String secretName() {
        return secretKeyRef().path("name").asString("");
    }

    /** The value's key in that Secret. */
    public String secretKey() {
        return secretKeyRef().path("key").asString("");
    }

    private JsonNode secretKeyRef() {
        return valueFrom().path("secretKeyRef");
    }

    /** The JSON Pointer to the variable in the pod. */
    public String pointer() {
        return container.pointer() + "/env/" + index;
    }

    /** How messages call the variable within its container. */
    public String place() {
        return "env " + name();
    }

    /** How messages call the variable within its pod. */
    public String displayName() {
        return container.displayName() + ", " + place();
    }
}
