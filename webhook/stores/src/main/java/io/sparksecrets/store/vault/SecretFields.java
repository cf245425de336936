package io.sparksecrets.store.vault;

import io.github.jopenlibs.vault.json.JsonObject;
import io.github.jopenlibs.vault.json.JsonValue;
import io.sparksecrets.reference.SecretValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a secret as texts: a text as it is, a number, a boolean and what is nested as its JSON. Null is no field. */
final class SecretFields {

    /** The field that a plain reference takes and that a write sets. */
    static final String VALUE = "value";

    private SecretFields() {}

    static Map<String, SecretValue> of(JsonObject data) {
        Map<String, SecretValue> fields = new LinkedHashMap<>();
        data.forEach(member -> {
            JsonValue value = member.getValue();
            if (!value.isNull()) {
                fields.put(member.getName(), SecretValue.of(value.isString() ? value.asString() : value.toString()));
            }
        });
        return fields;
    }

    /** The fields with another value and everything else as it was. */
    static JsonObject with(JsonObject data, SecretValue value) {
        JsonObject changed = new JsonObject();
        data.forEach(member -> changed.add(member.getName(), member.getValue()));
        return changed.set(VALUE, value.reveal());
    }
}
