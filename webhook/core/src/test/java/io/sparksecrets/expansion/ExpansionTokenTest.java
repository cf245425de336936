package io.sparksecrets.expansion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sparksecrets.pod.rewrite.KubeletView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTokenTest {

    private static final Map<String, String> ENV = Map.of("A", "$(A) $$", "", "nameless", "$(A", "odd");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a $ b $x ${A} | LITERAL:a $ b $x ${A}
            $             | LITERAL:$
            $$(A)         | ESCAPE:$$, LITERAL:(A)
            $$$(A)        | ESCAPE:$$, VARIABLE:$(A)
            x$(A)y        | LITERAL:x, VARIABLE:$(A), LITERAL:y
            $(a $(A) b)   | VARIABLE:$(a $(A), LITERAL: b)
            $()           | VARIABLE:$()
            $($$)         | VARIABLE:$($$)
            $(A           | UNCLOSED:$(, LITERAL:A
            $(A) $(B $$   | VARIABLE:$(A), LITERAL: , UNCLOSED:$(, LITERAL:B , ESCAPE:$$
            """)
    void aTextIsReadFromLeftToRight(String text, String tokens) {
        assertThat(ExpansionToken.of(text).stream()
                        .map(token -> token.kind() + ":" + token.source())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(tokens);
    }

    @Test
    void anyShortTextIsReadAsKubernetesDoes() {
        texts(7).forEach(text -> assertThat(expand(text)).as(text).isEqualTo(KubeletView.expand(text, ENV)));
    }

    @Test
    void thePiecesOfAnyShortTextAreTheText() {
        texts(6).forEach(text -> assertThat(ExpansionToken.of(text).stream()
                        .map(ExpansionToken::source)
                        .collect(Collectors.joining()))
                .isEqualTo(text));
    }

    @Test
    void whatIsWrittenForAVariableIsReadAsOne() {
        assertThat(ExpansionToken.names("a" + ExpansionToken.variable("SPARK_SECRETS_0")))
                .containsExactly("SPARK_SECRETS_0");
        assertThat(ExpansionToken.names("no expansion")).isEmpty();
        assertThat(ExpansionToken.names("$(A)$(B)$(A)")).containsExactly("A", "B", "A");
    }

    @Test
    void nothingElseHasAName() {
        ExpansionToken escape = ExpansionToken.of("$$").getFirst();

        assertThatThrownBy(escape::name).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTextOfNothingButOpeningsTakesNoTime() {
        String openings = ")" + "$(".repeat(500_000);

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> ExpansionToken.of(openings));
    }

    private static String expand(String text) {
        return ExpansionToken.of(text).stream()
                .map(token -> switch (token.kind()) {
                    case ESCAPE -> "$";
                    case VARIABLE -> ENV.getOrDefault(token.name(), token.source());
                    case LITERAL, UNCLOSED -> token.source();
                })
                .collect(Collectors.joining());
    }

    /** All that can be made of a few characters. */
    private static List<String> texts(int length) {
        List<String> texts = new ArrayList<>(List.of(""));
        for (int i = 0; i < texts.size() && texts.get(i).length() < length; i++) {
            for (String next : List.of("$", "(", ")", "A")) {
                texts.add(texts.get(i) + next);
            }
        }
        return texts;
    }
}
