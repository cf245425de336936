package io.sparksecrets.deploy;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All that can be set, as {@code values.schema.json} has it: {@code cache.timeToLive}, {@code secretStore.vaultSettings.token}. */
final class SchemaLeaves {

    private final Map<String, Object> schema;
    private final Set<String> leaves = new TreeSet<>();

    private SchemaLeaves(Map<String, Object> schema) {
        this.schema = schema;
    }

    static Set<String> read() throws IOException {
        SchemaLeaves reading = new SchemaLeaves(Chart.read("values.schema.json"));
        reading.walk("", reading.schema);
        // What Helm itself puts there.
        reading.leaves.remove("global");
        return reading.leaves;
    }

    private void walk(String path, Map<String, Object> node) {
        if (node.get("$ref") instanceof String reference) {
            walk(path, child(child(schema, "definitions"), reference.substring("#/definitions/".length())));
        } else if (node.containsKey("properties")) {
            child(node, "properties")
                    .keySet()
                    .forEach(name ->
                            walk(path.isEmpty() ? name : path + "." + name, child(child(node, "properties"), name)));
        } else {
            leaves.add(path);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> child(Map<String, Object> node, String name) {
        if (node.get(name) instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new AssertionError("no " + name + " in " + node.keySet());
    }
}
