package io.sparksecrets.transfer;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadResult;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A secret on its way.
 *
 * @param value one text; of a secret with fields a JSON object with each field as a text, ordered by name
 * @param fields whether it had fields other than {@code value} alone
 */
public record Entry(String path, SecretValue value, boolean fields) {

    /** The field that is the whole of a secret where it is the only one. */
    static final String VALUE = "value";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Entry {
        Objects.requireNonNull(path);
        Objects.requireNonNull(value);
    }

    /** What was read of a store. */
    static Entry of(String path, ReadResult.Found found) {
        return switch (found) {
            case ReadResult.Text text -> new Entry(path, text.value(), false);
            case ReadResult.Fields many -> of(path, many.fields());
        };
    }

    private static Entry of(String path, Map<String, SecretValue> fields) {
        SecretValue only = fields.get(VALUE);
        if (only != null && fields.size() == 1) {
            return new Entry(path, only, false);
        }
        ObjectNode object = JSON.createObjectNode();
        new TreeMap<>(fields).forEach((name, value) -> object.put(name, value.reveal()));
        return new Entry(path, SecretValue.of(object.toString()), true);
    }
}
