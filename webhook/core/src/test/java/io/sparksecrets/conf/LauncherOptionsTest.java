package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherOptionsTest {

    private static final Map<Reference, String> VALUES = Map.of(
            Reference.to("A"), "a \"b\" 'c' \\d\t#",
            Reference.to("B"), "\\",
            Reference.to("EMPTY"), "");

    @ParameterizedTest
    @ValueSource(strings = {"-Da=\"", "-Da='x", "-Da=\"${secrets.A}", "-Da=\\", "\\"})
    void optionsThatTheLauncherRefusesAreAnErrorThatQuotesNothing(String options) throws Exception {
        assertThat(RealLauncher.SPARK_3.refuses(options)).isTrue();
        assertThatThrownBy(() -> LauncherOptions.split(Template.parse(options)))
                .isInstanceOf(LauncherOptions.UnbalancedException.class)
                .hasMessageNotContaining("-Da")
                .hasMessageMatching("a quote \\(.\\) is opened and never closed"
                        + "|the options end with a backslash that has nothing to escape");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            -Da=${secrets.A} -Db=1        | [-Da=a "b" 'c' \\d\t#][-Db=1]
            "-Da=x ${secrets.A}y"         | [-Da=x a "b" 'c' \\d\t#y]
            '-Da=x ${secrets.A}'z         | [-Da=x a "b" 'c' \\d\t#z]
            -Da=\\${secrets.B}\\"         | [-Da=\\"]
            ${secrets.B}${secrets.B}      | [\\\\]
            -Da="${secrets.X:-x y "z}"    | [-Da=x y "z]
            -Da=${secrets.X:-x y "z}      | [-Da=x y "z]
            -Da=$${secrets.A}             | [-Da=${secrets.A}]
            $'{secrets.A}'                | [${secrets.A}]
            -Da=${user.home} ''           | [-Da=${user.home}][]
            ${secrets.EMPTY}              | []
            """)
    void aReferenceIsOneUnitWhereverItStands(String options, String words) throws Exception {
        StringBuilder rendered = new StringBuilder();
        for (OptionWord word : LauncherOptions.split(Template.parse(options))) {
            rendered.append('[').append(word.render(LauncherOptionsTest::value)).append(']');
        }
        assertThat(rendered).hasToString(words);
    }

    @Test
    void theNameOfASystemPropertyIsKnownWhereItIsWritten() throws Exception {
        assertThat(
                        LauncherOptions.split(
                                Template.parse(
                                        "-Da.b=${secrets.A} \"-Dc=d=${secrets.A}\" -D${secrets.A}=x -De${secrets.A} -XX:F=${secrets.A} -Dg")))
                .map(word -> word.propertyName().orElse("none"))
                .containsExactly("a.b", "c", "none", "none", "none", "none");
    }

    @ParameterizedTest
    @EnumSource
    void textsAreSplitAsSparksLauncherSplitsThem(RealLauncher launcher) throws Exception {
        RandomTexts random = new RandomTexts(6);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            String options = random.text(random.number(12));
            try {
                List<String> words = LauncherOptions.split(Template.parse(options)).stream()
                        .map(word -> word.render(LauncherOptionsTest::value))
                        .toList();
                assertThat(words).as(options).isEqualTo(launcher.split(options));
            } catch (LauncherOptions.UnbalancedException e) {
                refused++;
                assertThat(launcher.refuses(options)).as(options).isTrue();
            }
        }
        assertThat(refused).isBetween(1, 9_999);
    }

    @ParameterizedTest
    @EnumSource
    void wordsThatAreJoinedAreTheWordsThatSparksLauncherReads(RealLauncher launcher) throws Exception {
        RandomTexts random = new RandomTexts(7);
        for (int i = 0; i < 10_000; i++) {
            List<String> words = new ArrayList<>();
            for (int count = random.number(5); count > 0; count--) {
                words.add(random.text());
            }
            String options = LauncherOptions.join(words);
            // The launcher trims what it reads from a file.
            assertThat(options).isEqualTo(options.trim());
            assertThat(launcher.split(options)).isEqualTo(words);
        }
    }

    @Test
    void plainOptionsAreNotQuoted() {
        assertThat(LauncherOptions.join(
                        List.of("-Dhome=${user.home}", "-XX:+UseG1GC", "--add-opens=java.base/java.lang=ALL")))
                .isEqualTo("-Dhome=${user.home} -XX:+UseG1GC --add-opens=java.base/java.lang=ALL");
    }

    /** Why such a character is refused in options that go through the launcher. */
    @ParameterizedTest
    @EnumSource
    void sparksLauncherGarblesCharactersBeyondTheFirstPlane(RealLauncher launcher) throws Exception {
        assertThat(launcher.split("-Da=🔑")).containsExactly("-Da=🔑\uDD11");
    }

    @Test
    void executorOptionsAreSplitAsTheDriverSplitsThem() {
        RandomTexts random = new RandomTexts(8);
        Map<String, List<String>> ours = new LinkedHashMap<>();
        Map<String, List<String>> sparks = new LinkedHashMap<>();
        for (int i = 0; i < 10_000; i++) {
            String options = random.text(random.number(12));
            ours.put(options, ExecutorOptions.split(options));
            sparks.put(options, RealSpark.split(options));
        }
        assertThat(ours).isEqualTo(sparks);
    }

    private static String value(Reference reference) {
        return reference.defaultText() == null ? VALUES.getOrDefault(reference, "missing") : reference.defaultText();
    }
}
