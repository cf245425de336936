package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionQuotingTest {

    @Test
    void textsAreSplitAsPythonsShlexSplitsThem() throws Exception {
        RandomTexts random = new RandomTexts(9);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            texts.add(random.text(random.number(12)));
        }
        List<Optional<List<String>>> real = RealPython.split(texts);
        List<Optional<List<String>>> ours = new ArrayList<>();
        for (String text : texts) {
            ours.add(split(text));
        }
        assertThat(ours).isEqualTo(real);
        assertThat(real)
                .contains(Optional.empty())
                .anyMatch(words -> words.isPresent() && words.get().size() > 2);
    }

    @Test
    void wordsThatAreJoinedForTheLauncherAreTheWordsThatPythonsShlexReads() {
        RandomTexts random = new RandomTexts(10);
        List<String> joined = new ArrayList<>();
        List<Optional<List<String>>> expected = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            List<String> words = new ArrayList<>();
            for (int count = random.number(5); count > 0; count--) {
                words.add(random.text());
            }
            expected.add(Optional.of(words));
            joined.add(LauncherOptions.join(words));
        }
        assertThat(RealPython.split(joined)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --conf "spark.a=x \\\\ \\" \\n ${secrets.A}" y   | [--conf][spark.a=x \\ " \\n ${secrets.A}][y]
            --conf=spark.a='${secrets.A:-it"s}'           | [--conf=spark.a=${secrets.A:-it"s}]
            "\\${secrets.A}" \\${secrets.A}                 | [\\${secrets.A}][${secrets.A}]
            """)
    void aReferenceIsOneUnitForPythonToo(String options, String words) throws Exception {
        StringBuilder rendered = new StringBuilder();
        for (OptionWord word : LauncherOptions.split(Template.parse(options), OptionQuoting.PYTHON)) {
            rendered.append('[').append(word.render(Object::toString)).append(']');
        }
        assertThat(rendered).hasToString(words);
    }

    @Test
    void aWordKnowsWhereItStands() throws Exception {
        String text = " -Da=1  '-Db=${secrets.X:-a b}'c\t$${secrets.Y} ";
        assertThat(LauncherOptions.split(Template.parse(text)))
                .extracting(word -> text.substring(word.start(), word.end()))
                .containsExactly("-Da=1", "'-Db=${secrets.X:-a b}'c", "$${secrets.Y}");
    }

    @Test
    void barsSeparateWordsWithBlanksAndQuotes() throws Exception {
        assertThat(LauncherOptions.splitText("--conf|spark.a=it's b|\\", OptionQuoting.BARS))
                .containsExactly("--conf", "spark.a=it's b", "\\");
    }

    private static Optional<List<String>> split(String text) {
        try {
            return Optional.of(LauncherOptions.splitText(text, OptionQuoting.PYTHON));
        } catch (LauncherOptions.UnbalancedException e) {
            return Optional.empty();
        }
    }
}
