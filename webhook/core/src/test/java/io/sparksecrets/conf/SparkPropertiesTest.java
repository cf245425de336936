package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkPropertiesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void anEscapeWithoutFourHexadecimalDigitsIsAClearError() {
        assertThatThrownBy(() -> SparkProperties.parse("spark.a=1\nspark.b=C:\\users\n"))
                .isInstanceOf(MalformedPropertiesException.class)
                .hasMessage(
                        "the entry after the key \"spark.a\" holds \"\\u\" without four hexadecimal digits; write \"\\\\u\""
                                + " for a backslash and a u");
        assertThatThrownBy(() -> SparkProperties.parse("spark.b=\\u12"))
                .isInstanceOf(MalformedPropertiesException.class)
                .hasMessageContaining("the entry at the beginning");
    }

    @Test
    void escapesContinuationsAndCommentsMeanWhatTheyMeanInJava() throws Exception {
        SparkProperties properties = SparkProperties.parse("""
                #a comment with \\u not an escape
                ! another
                spark.master=k8s\\://https\\://127.0.0.1\\:6443
                spark.long = one \\
                    two
                spark.umlaut=\\u00fc and ü
                spark.empty=
                spark.blank \\ is value
                """);
        assertThat(properties.entries())
                .containsExactly(
                        Map.entry("spark.master", "k8s://https://127.0.0.1:6443"),
                        Map.entry("spark.long", "one two"),
                        Map.entry("spark.umlaut", "ü and ü"),
                        Map.entry("spark.empty", ""),
                        Map.entry("spark.blank", " is value"));
    }

    @Test
    void theLastOfTwoEqualKeysCountsAtThePlaceOfTheFirst() throws Exception {
        assertThat(SparkProperties.parse("spark.a=1\nspark.b=2\nspark.a=3\n").entries())
                .containsExactly(Map.entry("spark.a", "3"), Map.entry("spark.b", "2"));
    }

    @Test
    void commentsAreDroppedAndTheOrderIsKept() throws Exception {
        assertThat(SparkProperties.parse("#Mon Nov 23\nspark.z=1\nspark.a=2\nspark.m=3")
                        .write())
                .isEqualTo("spark.z=1\nspark.a=2\nspark.m=3\n");
    }

    @Test
    void textsOutsideAsciiAreWrittenAsTheyAreAndControlCharactersAreEscaped() {
        assertThat(SparkProperties.of(Map.of("spark.a", "ü🔑\u0000\u0085")).write())
                .isEqualTo("spark.a=ü🔑\\u0000\\u0085\n");
    }

    @Test
    void toStringShowsNoValue() {
        assertThat(SparkProperties.of(Map.of("spark.a", "hunter2"))).hasToString("SparkProperties[1 entries]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "#",
                "\\",
                "=",
                "=v",
                "k",
                "k\\",
                "\\=k=v",
                "a\rb",
                "\f\t a\t:\t=b",
                "k==v",
                "\uFEFFk=v"
            })
    void everyTextIsReadAsJavaReadsIt(String text) throws Exception {
        assertThat(SparkProperties.parse(text).entries()).isEqualTo(byJava(text));
    }

    @Test
    void everyTextIsReadAsJavaReadsItOrRefusedWhereJavaRefusesIt() throws Exception {
        RandomTexts random = new RandomTexts(1);
        List<String> more = List.of("\\u", "\\u00", "\\u0041", "k=", "\n", "\\\n ");
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            String text = random.textWithEmoji() + random.oneOf(more) + random.textWithEmoji() + random.oneOf(more);
            try {
                assertThat(SparkProperties.parse(text).entries()).isEqualTo(byJava(text));
            } catch (MalformedPropertiesException e) {
                refused++;
                assertThatThrownBy(() -> byJava(text)).isInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void whatIsWrittenIsReadBackInTheSameOrder() throws Exception {
        Map<String, String> entries = new RandomTexts(2).entries(10_000);
        String text = SparkProperties.of(entries).write();
        assertThat(text).hasLineCount(entries.size());
        assertThat(SparkProperties.parse(text).entries()).containsExactlyEntriesOf(entries);
        assertThat(SparkProperties.parse(text).write()).isEqualTo(text);
        assertThat(byJava(text)).isEqualTo(entries);
    }

    @Test
    void halfACharacterSurvives() throws Exception {
        Map<String, String> entries = Map.of("spark.\uD83D", "\uDD11\uD83D a");
        Path file = Files.writeString(
                directory.resolve("p"), SparkProperties.of(entries).write());
        assertThat(RealSpark.load(file)).isEqualTo(entries);
    }

    @Test
    void sparkReadsWhatIsWrittenAsTheEntriesWithBlanksTrimmed() throws Exception {
        Map<String, String> entries = new RandomTexts(3).entries(10_000);
        Path file = Files.writeString(
                directory.resolve("p"), SparkProperties.of(entries).write());
        entries.replaceAll((key, value) -> withoutBlanksAtItsEnds(value));
        assertThat(RealSpark.load(file)).isEqualTo(entries);
    }

    @ParameterizedTest
    @EnumSource
    void sparksLauncherReadsWhatIsWrittenAsTheEntriesTrimmed(RealLauncher launcher) throws Exception {
        Map<String, String> entries = new RandomTexts(4).entries(10_000);
        Path file = Files.writeString(
                directory.resolve("p"), SparkProperties.of(entries).write());
        entries.replaceAll((key, value) -> value.trim());
        assertThat(launcher.load(file)).containsAllEntriesOf(entries);
    }

    private static String withoutBlanksAtItsEnds(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c <= ' ' && c != '\r' && c != '\n';
    }

    private static Map<String, String> byJava(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        Map<String, String> entries = new HashMap<>();
        properties.forEach((key, value) -> entries.put((String) key, (String) value));
        return entries;
    }
}
