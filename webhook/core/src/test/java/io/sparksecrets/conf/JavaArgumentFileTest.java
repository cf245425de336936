package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has the java launcher of the JVM that runs the tests read the files. */
class JavaArgumentFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void aWordWithANulCharacterIsRefusedAndNotQuoted() {
        assertThat(JavaArgumentFile.canHold("a\0hunter2")).isFalse();
        assertThat(JavaArgumentFile.canHold("hunter2")).isTrue();
        assertThatThrownBy(() -> JavaArgumentFile.quote("a\0hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an argument cannot hold a NUL character");
    }

    @Test
    void aWordIsOneLineInDoubleQuotes() {
        assertThat(JavaArgumentFile.of(List.of("-Da=b c", "\"\\\n"))).isEqualTo("\"-Da=b c\"\n\"\\\"\\\\\\n\"\n");
        assertThat(JavaArgumentFile.of(List.of())).isEmpty();
    }

    @Test
    void everyValueArrivesInItsPropertyAsItIs() throws Exception {
        List<String> values = new ArrayList<>(List.of(
                "",
                " ",
                "\t",
                "\n",
                "\r\n",
                "\f",
                "\u000B",
                "\u0001",
                "\u007F",
                "\\",
                "\\\\",
                "\\n",
                "\"",
                "'",
                "\"'\"",
                "#",
                "# x",
                "*",
                "@x",
                "@@",
                "-cp",
                "a b",
                " a ",
                "a\nb",
                "a\\\nb",
                "ends\\",
                "$HOME ${HOME} $(x) `x`",
                "ü",
                "日本語",
                "🔑",
                "\u00A0",
                "\u2028",
                "%41",
                "~",
                "!",
                "a=b",
                "{}[]()<>|&;"));
        RandomTexts random = new RandomTexts(9);
        for (int i = 0; i < 500; i++) {
            values.add(random.textWithEmoji());
        }
        assertThat(propertiesAfterJavaReads(values)).isEqualTo(values);
    }

    /** The launcher reads the file in blocks of 4096 bytes, and had bugs where an escape or a word crosses their border. */
    @Test
    void valuesArriveWhateverStandsWhereTheLaunchersBufferEnds() throws Exception {
        List<String> values = new ArrayList<>();
        for (int length = 4060; length < 4110; length++) {
            values.add("x".repeat(length) + "\\\"\n#ü' \\n");
        }
        values.add("y".repeat(100_000));
        assertThat(propertiesAfterJavaReads(values)).isEqualTo(values);
    }

    private List<String> propertiesAfterJavaReads(List<String> values) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            words.add("-Dp" + i + "=" + values.get(i));
        }
        Path file = Files.writeString(directory.resolve("options.conf"), JavaArgumentFile.of(words));
        Path output = directory.resolve("output");
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + file,
                        "-cp",
                        System.getProperty("java.class.path"),
                        PropertyPrinter.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        java.environment().put("LC_ALL", "C.UTF-8");
        int status = java.start().waitFor();
        assertThat(status)
                .as(() -> "exit status of java, which printed " + lines(output))
                .isZero();
        return lines(output).stream()
                .map(line -> new String(HexFormat.of().parseHex(line), StandardCharsets.UTF_16BE))
                .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
