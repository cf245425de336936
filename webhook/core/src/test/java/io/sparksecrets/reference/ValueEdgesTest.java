package io.sparksecrets.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueEdgesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a\n", "a\r\n", "a b\n", "a\n\n", "a\r", "\n", "{\"a\": 1}\n"})
    void oneLineWithANewlineBehindItIsFound(String text) {
        assertThat(ValueEdges.isLineWithNewline(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\na", "a\nb", "a\nb\n", "a\r\nb\r\n", "\na\n", "-----BEGIN\nx\n-----END\n"})
    void aTextWithoutANewlineAtItsEndOrOfSeveralLinesIsNone(String text) {
        assertThat(ValueEdges.isLineWithNewline(text)).isFalse();
    }

    @Test
    void lineBreaksOfAnyKindAreTakenFromTheEndOnly() {
        assertThat(ValueEdges.withoutNewlines("\na\r\nb \r\n\n\r")).isEqualTo("\na\r\nb ");
        assertThat(ValueEdges.withoutNewlines("\r\n")).isEmpty();
    }

    @Test
    void oneByteOrderMarkIsTakenFromTheBeginningOnly() {
        assertThat(ValueEdges.withoutByteOrderMark("\uFEFFa\uFEFF")).isEqualTo("a\uFEFF");
        assertThat(ValueEdges.withoutByteOrderMark("a")).isEqualTo("a");
        assertThat(ValueEdges.hasByteOrderMark("a\uFEFF")).isFalse();
    }
}
