package io.sparksecrets.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Big texts. Quadratic work on a text of 1 MiB would take many minutes: the limit of time only ends a test that would hang. Recursion for
 * each reference or character would not fit the small stack.
 */
class TemplateSizeTest {

    private static final int KIB = 1024;
    private static final Duration NEVER_REACHED = Duration.ofMinutes(1);
    private static final long SMALL_STACK = 256L * KIB;

    @ParameterizedTest
    @CsvSource({"256", "1024"})
    void aBigTextFullOfReferencesIsReadInOnePass(int kib) throws Exception {
        String reference = "${secrets.a#f@1:-\\}}";
        String text = fill(kib, "", reference);

        assertThat(parse(text).render(any -> "")).isEmpty();
        assertThat(parse(text).parts()).hasSize(text.length() / reference.length());
        assertThat(parse(text).references()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"256", "1024"})
    void aBigTextFullOfEscapesIsReadInOnePass(int kib) throws Exception {
        String text = fill(kib, "", "$${secrets.");

        assertThat(parse(text).render(any -> "")).hasSize(text.length() / 11 * 10);
    }

    @ParameterizedTest
    @CsvSource({
        "256, $",
        "1024, $",
        "256, ${secrets",
        "1024, ${secrets",
        "256, $${",
        "1024, $${",
        "256, {{",
        "1024, {{",
        "1024, a"
    })
    void aBigTextThatIsNearlyOursIsText(int kib, String piece) throws Exception {
        String text = fill(kib, "", piece);

        assertThat(parse(text).render(any -> "never asked")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "256, '', ${secrets.",
        "1024, '', ${secrets.",
        "1024, '', ${secrets:",
        "256, ${secrets., a",
        "1024, ${secrets., a",
        "1024, ${secrets., a/",
        "1024, ${secrets:, v",
        "1024, ${secrets.a#, f",
        "1024, ${secrets.a@, 1",
        "1024, ${secrets.a@, 0",
        "256, ${secrets.a:-, \\}",
        "1024, ${secrets.a:-, \\}",
        "256, ${secrets.a:-, $",
        "1024, ${secrets.a:-, ${secrets",
        "1024, ${secrets.a:-, ${secrets.a:-"
    })
    void aBigMalformedReferenceIsRefusedInFewWords(int kib, String beginning, String piece) throws Exception {
        assertThat(mistake(fill(kib, beginning, piece)).getMessage()).hasSizeLessThan(400);
    }

    @Test
    void aMistakeBehindManyReferencesIsFound() throws Exception {
        String text = fill(1024, "", "${secrets.a} ") + "${secrets.}";

        assertThat(mistake(text).start()).isEqualTo(text.length() - 11);
    }

    private static String fill(int kib, String beginning, String piece) {
        return beginning + piece.repeat(kib * KIB / piece.length());
    }

    private static Template parse(String text) throws Exception {
        return (Template) parseOrMistake(text);
    }

    private static MalformedReferenceException mistake(String text) throws Exception {
        return (MalformedReferenceException) parseOrMistake(text);
    }

    private static Object parseOrMistake(String text) {
        FutureTask<Object> parsing = new FutureTask<>(() -> {
            try {
                return Template.parse(text);
            } catch (MalformedReferenceException mistake) {
                return mistake;
            }
        });
        return assertTimeoutPreemptively(NEVER_REACHED, () -> {
            new Thread(null, parsing, "small stack", SMALL_STACK).start();
            return parsing.get();
        });
    }
}
