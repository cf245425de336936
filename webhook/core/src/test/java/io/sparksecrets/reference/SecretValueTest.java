package io.sparksecrets.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class SecretValueTest {

    private static final String TEXT = "hunter2";
    private static final SecretValue VALUE = SecretValue.of(TEXT);

    private record Holder(String name, SecretValue value) {}

    private record SerializableHolder(SecretValue value) implements Serializable {}

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", "\u0000", "ä€😀", "\uD83D", "${secrets.a}"})
    void aValueIsRevealedAsItWasGiven(String text) {
        assertThat(SecretValue.of(text).reveal()).isEqualTo(text);
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without NullAway may do
    void aValueIsNeverNull() {
        assertThatNullPointerException().isThrownBy(() -> SecretValue.of(null));
    }

    @Test
    void theSizeIsThatOfTheUtf8Form() {
        assertThat(SecretValue.of("").sizeInBytes()).isZero();
        assertThat(SecretValue.of("aä€😀").sizeInBytes()).isEqualTo(1 + 2 + 3 + 4);
    }

    @Test
    void valuesAreEqualWhenTheirTextsAre() {
        assertThat(VALUE).isEqualTo(SecretValue.of("hunter2")).hasSameHashCodeAs(SecretValue.of("hunter2"));
        assertThat(VALUE).isNotEqualTo(SecretValue.of("hunter3")).isNotEqualTo("hunter2");
        assertThat(SecretValue.of("\uD83D")).isNotEqualTo(SecretValue.of("?"));
    }

    @Test
    void theHashTellsNothingOfTheValue() {
        assertThat(VALUE).hasSameHashCodeAs(SecretValue.of("another"));
    }

    @Test
    void theValueIsNotInAnyTextMadeOfIt() {
        assertThat(Stream.of(
                        VALUE.toString(),
                        "" + VALUE,
                        String.valueOf(VALUE),
                        "%s".formatted(VALUE),
                        new Holder("db", VALUE).toString(),
                        List.of(VALUE).toString(),
                        Map.of("db", VALUE).toString(),
                        Optional.of(VALUE).toString()))
                .allSatisfy(text ->
                        assertThat(text).contains("SecretValue[redacted]").doesNotContain(TEXT));
    }

    @Test
    void javaRefusesToSerialiseAValue() {
        for (Object holder : List.of(VALUE, new SerializableHolder(VALUE))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();

            assertThatThrownBy(() -> new ObjectOutputStream(bytes).writeObject(holder))
                    .isInstanceOf(NotSerializableException.class)
                    .satisfies(SecretValueTest::doesNotShowTheValue);
            assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).doesNotContain(TEXT);
        }
    }

    static List<JsonMapper> mappers() {
        return List.of(
                new JsonMapper(),
                JsonMapper.builder()
                        .changeDefaultVisibility(
                                checker -> checker.withVisibility(PropertyAccessor.ALL, Visibility.ANY))
                        .build(),
                JsonMapper.builder()
                        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void jacksonRefusesToSerialiseAValueWhateverItIsToldAboutPrivateFields(JsonMapper mapper) {
        refuses(() -> mapper.writeValueAsString(VALUE));
        refuses(() -> mapper.writeValueAsString(new Holder("db", VALUE)));
        refuses(() -> mapper.writeValueAsString(List.of(VALUE)));
        refuses(() -> mapper.writeValueAsString(Map.of("db", VALUE)));
        refuses(() -> mapper.valueToTree(new Holder("db", VALUE)));
        refuses(() -> mapper.convertValue(new Holder("db", VALUE), Map.class));
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void whatJacksonHasWrittenWhenItRefusesIsNotTheValue(JsonMapper mapper) {
        StringWriter written = new StringWriter();

        refuses(() -> mapper.writeValue(written, new Holder("db", VALUE)));

        assertThat(written.toString()).doesNotContain(TEXT);
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void jacksonWritesAValueThatIsTheKeyOfAMapRedacted(JsonMapper mapper) {
        assertThat(mapper.writeValueAsString(Map.of(VALUE, 1))).doesNotContain(TEXT);
    }

    private static void refuses(ThrowingCallable serialisation) {
        assertThatThrownBy(serialisation)
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("the value of a secret is not serialised")
                .satisfies(SecretValueTest::doesNotShowTheValue);
    }

    private static void doesNotShowTheValue(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(TEXT);
    }
}
