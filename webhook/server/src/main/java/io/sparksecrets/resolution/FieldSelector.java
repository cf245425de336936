package io.sparksecrets.resolution;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.reference.ValueEdges;
import io.sparksecrets.store.ReadResult;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code #field} means: a field of a secret that has fields; otherwise a member of a value that is a JSON object, a string
 * as its text and anything else as compact JSON.
 */
final class FieldSelector {

    /** The field of a secret with fields that a reference without one means. */
    private static final String DEFAULT_FIELD = "value";

    /** Numbers keep their digits: what looks like a number may be a password. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private FieldSelector() {}

    /** The field cannot be had; the message says why and quotes nothing of the value. */
    static final class InvalidFieldException extends Exception {

        private static final long serialVersionUID = 1L;
        private final String field;
        private final String why;

        InvalidFieldException(String field, String why) {
            super(why);
            this.field = field;
            this.why = why;
        }

        String field() {
            return field;
        }

        String why() {
            return why;
        }
    }

    /** @param field null when the reference names none */
    static SecretValue select(ReadResult.Found found, @Nullable String field) throws InvalidFieldException {
        return switch (found) {
            case ReadResult.Text text -> field == null ? text.value() : member(text.value(), field);
            case ReadResult.Fields fields -> field(fields, field == null ? DEFAULT_FIELD : field);
        };
    }

    private static SecretValue field(ReadResult.Fields fields, String field) throws InvalidFieldException {
        SecretValue value = fields.fields().get(field);
        if (value == null) {
            Set<String> names = fields.fields().keySet();
            throw new InvalidFieldException(
                    field, names.isEmpty() ? "it has no fields at all" : "it has " + FieldNames.listed(field, names));
        }
        return value;
    }

    private static SecretValue member(SecretValue value, String field) throws InvalidFieldException {
        JsonNode document;
        try {
            // A text file that was made elsewhere may begin with a byte order mark, which is no JSON.
            document = JSON.readTree(ValueEdges.withoutByteOrderMark(value.reveal()));
        } catch (JacksonException e) {
            // What the parser says quotes the value.
            throw new InvalidFieldException(field, "its value is no JSON");
        }
        if (!document.isObject()) {
            throw new InvalidFieldException(field, "its value is no JSON object");
        }
        JsonNode member = document.get(field);
        if (member == null) {
            Collection<String> names = document.propertyNames();
            throw new InvalidFieldException(
                    field,
                    names.isEmpty()
                            ? "its value is a JSON object without any members"
                            : "its value is a JSON object with " + FieldNames.listed(field, names));
        }
        if (member.isNull()) {
            throw new InvalidFieldException(field, "that member of its value is null");
        }
        return SecretValue.of(member.isString() ? member.stringValue() : JSON.writeValueAsString(member));
    }
}
