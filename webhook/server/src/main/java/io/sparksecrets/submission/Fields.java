package io.sparksecrets.submission;

import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** The fields of a custom resource, read as the operators read them. */
final class Fields {

    private Fields() {}

    static Optional<String> text(JsonNode object, String field) {
        return Optional.ofNullable(object.path(field).stringValue(null));
    }

    /** The texts of an object by their names. */
    static void texts(JsonNode object, BiConsumer<String, String> each) {
        object.forEachEntry((name, value) -> each.accept(name, value.asString("")));
    }

    /** The items of a list with their numbers. */
    static void items(JsonNode list, BiConsumer<Integer, String> each) {
        int number = 0;
        for (JsonNode item : list) {
            each.accept(number++, item.asString(""));
        }
    }
}
