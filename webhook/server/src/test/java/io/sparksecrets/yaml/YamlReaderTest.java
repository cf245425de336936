package io.sparksecrets.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class YamlReaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            0644          | 420
            0o644         | 420
            0x1F          | 31
            08            | 8
            1_000         | 1000
            -5            | -5
            +5            | 5
            1.50          | 1.50
            .5            | 0.5
            1e3           | 1E+3
            9223372036854775808 | 9223372036854775808
            yes           | true
            off           | false
            Null          | null
            ~             | null
            100m          | "100m"
            896Mi         | "896Mi"
            1.2.3         | "1.2.3"
            0x            | "0x"
            2026-11-23    | "2026-11-23"
            .inf          | ".inf"
            "0644"        | "0644"
            'yes'         | "yes"
            !!str 0644    | "0644"
            !!str yes     | "yes"
            """)
    void aWordMeansWhatItMeansToKubectl(String yaml, String json) throws Exception {
        assertThat(read("key: " + yaml).get("key").toString()).isEqualTo(json);
    }

    @Test
    void aDashThatIsAnItemOfItsOwnIsTextAsForKubectl() throws Exception {
        assertThat(YamlTree.of(YamlReader.read("command: [su, -, spark, -]\nother: {a: -}\nlist:\n- x\n- -\n")
                                .getFirst())
                        .toString())
                .isEqualTo(
                        "{\"command\":[\"su\",\"-\",\"spark\",\"-\"],\"other\":{\"a\":\"-\"},\"list\":[\"x\",[null]]}");
    }

    @Test
    void documentsThatAreEmptyAreLeftOut() throws Exception {
        assertThat(YamlReader.read("---\n# nothing\n---\na: 1\n---\n---\nb: 2\n...\n"))
                .hasSize(2);
        assertThat(YamlReader.read("")).isEmpty();
    }

    @Test
    void aliasesAndMergeKeysAreExpanded() throws Exception {
        JsonNode tree = read("""
                base: &base {image: spark, memory: 1Gi}
                driver:
                  <<: *base
                  memory: 2Gi
                executor: *base
                both:
                  <<: [{image: mine}, *base]
                """);
        assertThat(tree.get("driver").toString()).isEqualTo("{\"memory\":\"2Gi\",\"image\":\"spark\"}");
        assertThat(tree.get("executor")).isEqualTo(tree.get("base"));
        assertThat(tree.get("both").toString()).isEqualTo("{\"image\":\"mine\",\"memory\":\"1Gi\"}");
    }

    @Test
    void aDuplicateKeyIsAnErrorThatNamesBothPlaces() {
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> YamlReader.read("a:\n  b: 1\n  c: 2\n  \"b\": 3\n"))
                .withMessage("duplicate key \"b\", first in line 2")
                .satisfies(e -> assertThat(List.of(e.line(), e.column())).containsExactly(4, 3));
    }

    @Test
    void whatIsNoYamlIsAnErrorWithItsPlace() {
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> YamlReader.read("a: 1\nb: [1, 2\nc: 3\n"))
                .withMessageContaining("expected ',' or ']'")
                .satisfies(e -> assertThat(e.line()).isEqualTo(3));
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> YamlReader.read("a: 1\nb: x\u0001\n"))
                .withMessageContaining("the character U+0001 is not allowed")
                .satisfies(e -> assertThat(List.of(e.line(), e.column())).containsExactly(2, 5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: !!binary aGk=      | the tag "tag:yaml.org,2002:binary" is not allowed
            a: !!int many         | "many" does not fit its tag
            a: {<<: text}         | no valid YAML: Expected mapping node or an anchor referencing mapping
            {[1]: 2}              | a key has to be text
            a: &a [1, *a]         | this contains an alias to itself
            """)
    void whatJsonCannotHoldIsAnError(String yaml, String message) {
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> read(yaml))
                .withMessage(message);
    }

    @Test
    void aliasesCannotBlowUpADocument() {
        String bomb = "a0: &a0 [x, x]\n"
                + IntStream.rangeClosed(1, 24)
                        .mapToObj(i -> "a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1))
                        .collect(Collectors.joining());
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> read(bomb))
                .withMessageContaining("more than 500000 values");
    }

    @Test
    void whatIsNestedTooDeeplyIsAnErrorAndNoCrash() {
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> YamlReader.read("[".repeat(50_000) + "]".repeat(50_000)))
                .withMessage("nested too deeply");
    }

    private static JsonNode read(String yaml) throws YamlException {
        return YamlTree.of(YamlReader.read(yaml).getFirst());
    }
}
