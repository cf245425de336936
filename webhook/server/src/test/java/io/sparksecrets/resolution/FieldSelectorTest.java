package io.sparksecrets.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadResult;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldSelectorTest {

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(quoteCharacter = '`', textBlock = """
                    {"f": "text"}                     | text
                    {"f": ""}                         | ``
                    {"f": "${secrets.X} \\u00e4\\n"}  | `${secrets.X} ä\n`
                    {"f": 12}                         | 12
                    {"f": 1.10}                       | 1.10
                    {"f": 123456789012345678901234567890} | 123456789012345678901234567890
                    {"f": 0.1234567890123456789012345} | 0.1234567890123456789012345
                    {"f": true}                       | true
                    {"f": [1, "two", null]}           | [1,"two",null]
                    {"f": {"b": 1, "a": {"c": []}}}   | {"b":1,"a":{"c":[]}}
                    """, delimiter = '|')
    void aMemberOfAJsonObjectIsItsTextOrCompactJson(String value, String expected) throws Exception {
        assertThat(text(value, "f")).isEqualTo(expected.translateEscapes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "",
                "{",
                "{\"hunter2\": }",
                "[\"hunter2\"]",
                "\"hunter2\"",
                "null",
                "12",
                "{\"other\": \"hunter2\"}",
                "{\"f\": null}",
                "{\"f\": 1} hunter2"
            })
    void aValueWithoutTheMemberIsRefusedWithoutQuotingIt(String value) {
        assertThatExceptionOfType(FieldSelector.InvalidFieldException.class)
                .isThrownBy(() -> text(value, "f"))
                .withNoCause()
                .satisfies(e -> assertThat(e.field()).isEqualTo("f"))
                .satisfies(e -> assertThat(e.why()).doesNotContain("hunter2", "other"));
    }

    @Test
    void nestingThatWouldExhaustTheStackIsRefused() {
        assertThatExceptionOfType(FieldSelector.InvalidFieldException.class)
                .isThrownBy(() -> text("{\"f\":" + "[".repeat(100_000), "f"));
    }

    @Test
    void withoutAFieldATextIsTakenAsItIs() throws Exception {
        assertThat(text("{\"value\": \"x\"}", null)).isEqualTo("{\"value\": \"x\"}");
    }

    @Test
    void theMemberNamedValueIsAMemberLikeAnyOther() throws Exception {
        assertThat(text("{\"value\": \"x\"}", "value")).isEqualTo("x");
    }

    @Test
    void aSecretWithFieldsHasTheFieldValueByDefault() throws Exception {
        assertThat(field(Map.of("value", "v", "user", "u"), null)).isEqualTo("v");
        assertThat(field(Map.of("value", "v", "user", "u"), "user")).isEqualTo("u");
        assertThat(field(Map.of("value", "{\"user\": \"x\"}"), "value")).isEqualTo("{\"user\": \"x\"}");
    }

    @Test
    void aFieldThatIsNotThereIsRefusedWithTheFieldsThatAre() {
        assertThatExceptionOfType(FieldSelector.InvalidFieldException.class)
                .isThrownBy(() -> field(Map.of("user", "hunter2", "password", "hunter2"), null))
                .satisfies(e -> assertThat(e.field()).isEqualTo("value"))
                .satisfies(e -> assertThat(e.why()).isEqualTo("it has password, user; name one of them with \"#\""));
        assertThatExceptionOfType(FieldSelector.InvalidFieldException.class)
                .isThrownBy(() -> field(Map.of(), "user"))
                .withMessage("it has no fields at all");
    }

    private static String text(String value, @Nullable String field) throws Exception {
        return FieldSelector.select(new ReadResult.Text(SecretValue.of(value), 1), field)
                .reveal();
    }

    private static String field(Map<String, String> fields, @Nullable String field) throws Exception {
        Map<String, SecretValue> values = new HashMap<>();
        fields.forEach((name, value) -> values.put(name, SecretValue.of(value)));
        return FieldSelector.select(new ReadResult.Fields(values, 1), field).reveal();
    }
}
