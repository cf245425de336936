package io.sparksecrets.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextFromOutsideTest {

    @Test
    void whatIsNotUtf8IsAnErrorThatNamesTheByte() throws Exception {
        assertThat(Utf8.decode("é😀\u0000".getBytes(StandardCharsets.UTF_8))).isEqualTo("é😀\u0000");
        assertThatExceptionOfType(NotUtf8Exception.class)
                .isThrownBy(() -> Utf8.decode(new byte[] {'a', 'b', (byte) 0xC3, 'c'}))
                .withMessage("not UTF-8 text (byte 3)");
        assertThatExceptionOfType(NotUtf8Exception.class)
                .isThrownBy(() -> Utf8.decode(new byte[] {'a', (byte) 0xC3}))
                .withMessage("not UTF-8 text (byte 2)");
    }

    @Test
    void theByteOrderMarkIsPartOfAValueAndNotOfAFile() throws Exception {
        byte[] marked = "\uFEFFa".getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.decode(marked)).isEqualTo("\uFEFFa");
        assertThat(Utf8.decodeFile(marked)).isEqualTo("a");
    }

    @Test
    void nothingInATextMovesTheCursorOrHides() {
        assertThat(Printable.of("a\u001b[2Jb\nc\u202Ed\u200Be\uD800")).isEqualTo("a?[2Jb?c?d?e?");
        assertThat(Printable.of("päth/😀")).isEqualTo("päth/😀");
        assertThat(Printable.quoted("x".repeat(300))).isEqualTo("\"" + "x".repeat(200) + "…\"");
        assertThat(Printable.quoted("😀".repeat(201))).isEqualTo("\"" + "😀".repeat(200) + "…\"");
    }

    @Test
    void theNearestNameIsSuggestedUnlessNoneIsNear() {
        List<String> known = List.of("admission.port", "admission.deadline", "health.port");
        assertThat(Suggestion.hint("admision.prot", known)).isEqualTo("; did you mean \"admission.port\"?");
        assertThat(Suggestion.hint("ADMISSION.PORT", known)).isEqualTo("; did you mean \"admission.port\"?");
        assertThat(Suggestion.hint("replicas", known)).isEmpty();
    }
}
