package io.sparksecrets.pod;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Collects the operations of a JSON Patch (RFC 6902) in the order in which they are to be applied. */
public final class JsonPatch {

    private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();

    public JsonPatch add(String pointer, JsonNode value) {
        operation("add", pointer).set("value", value);
        return this;
    }

    public JsonPatch add(String pointer, String value) {
        operation("add", pointer).put("value", value);
        return this;
    }

    public JsonPatch replace(String pointer, String value) {
        operation("replace", pointer).put("value", value);
        return this;
    }

    public JsonPatch remove(String pointer) {
        operation("remove", pointer);
        return this;
    }

    public JsonPatch test(String pointer, String value) {
        operation("test", pointer).put("value", value);
        return this;
    }

    public ArrayNode operations() {
        return operations;
    }

    /** Escapes a member's name for a JSON Pointer (RFC 6901). */
    public static String escape(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }

    private ObjectNode operation(String name, String pointer) {
        return operations.addObject().put("op", name).put("path", pointer);
    }
}
