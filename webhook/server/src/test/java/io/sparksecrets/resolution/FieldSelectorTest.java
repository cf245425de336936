package io.sparksecrets.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadResult;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
                .satisfies(e -> assertThat(e.why()).doesNotContain("hunter2"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(quoteCharacter = '`', textBlock = """
                    {"user": 1, "password": "hunter2"}  | its value is a JSON object with password, user; name one of them with "#"
                    {"user": 1, "pasword": "hunter2"}   | its value is a JSON object with pasword, user; did you mean "#pasword"?
                    {"user": 1, "a b": 2, "": 3}        | its value is a JSON object with user, 2 others; name one of them with "#"
                    {"hunter2 hunter2": 1}              | its value is a JSON object with no field that a reference can name
                    {}                                  | its value is a JSON object without any members
                    """, delimiter = '|')
    void aMemberThatIsMistypedIsRefusedWithTheMembersThatAre(String value, String why) {
        String field = value.contains("pasword") ? "password" : "f";
        assertThatExceptionOfType(FieldSelector.InvalidFieldException.class)
                .isThrownBy(() -> text(value, field))
                .withMessage(why);
    }

    @Test
    void ofManyMembersOrLongNamesAFewAreNamed() {
        String members = IntStream.range(0, 1000)
                .mapToObj(i -> "\"m%03d\": \"hunter2\"".formatted(i))
                .collect(Collectors.joining(", "));
        assertThatExceptionOfType(FieldSelector.InvalidFieldException.class)
                .isThrownBy(() -> text("{%s, \"%s\": 1}".formatted(members, "k".repeat(65)), "f"))
                .satisfies(e -> assertThat(e.why())
                        .hasSizeLessThan(300)
                        .contains(" m000, m001, ", "m019, 981 others; name one of them")
                        .doesNotContain("kkk", "m020"));
    }

    @Test
    void aByteOrderMarkBeforeTheObjectDoesNotHideItsMembers() throws Exception {
        assertThat(text("\uFEFF{\"user\":\"u1\"}", "user")).isEqualTo("u1");
        assertThat(text("\uFEFF{\"user\":\"u1\"}", null)).isEqualTo("\uFEFF{\"user\":\"u1\"}");
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
