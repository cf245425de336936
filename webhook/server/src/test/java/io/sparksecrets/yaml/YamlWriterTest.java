package io.sparksecrets.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class YamlWriterTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final List<String> PIECES = List.of(
            "a",
            "Z",
            "0",
            "1",
            "-",
            "+",
            ".",
            "_",
            ":",
            ": ",
            " ",
            "  ",
            "\n",
            "\n\n",
            "\r",
            "\t",
            "#",
            " #",
            "'",
            "\"",
            "\\",
            "&",
            "*",
            "!",
            "|",
            ">",
            "%",
            "@",
            "`",
            "{",
            "}",
            "[",
            "]",
            ",",
            "?",
            "? ",
            "- ",
            "~",
            "=",
            "<<",
            "é",
            "€",
            "😀",
            "\u0085",
            "\u2028",
            "\u2029",
            "\uFEFF",
            "\u0000",
            "\u0007",
            "\u001b",
            "\u007f",
            "\u00a0",
            "e",
            "0x",
            "yes",
            "null",
            "---",
            "...",
            "${secrets.A}",
            "$(B)",
            "true",
            "\n ",
            "\n\t",
            "ffff");

    @Test
    void aPodReadsAsAPersonWouldWriteIt() throws Exception {
        JsonNode pod = JSON.readTree("""
                {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "etl", "labels": {"spark-version": "4.1.1"}, "annotations": {}},
                 "spec": {"containers": [{"name": "main", "args": ["driver", "4", "0644", "yes"],
                   "command": ["sh", "-c", "set -e\\nexec run \\"$1\\"\\n"],
                   "env": [{"name": "DB", "value": "jdbc:${secrets.DB}@db"}, {"name": "EMPTY", "value": ""}],
                   "resources": {"limits": {"memory": "896Mi", "cpu": 1.50}}}],
                  "tolerations": [], "terminationGracePeriodSeconds": 30, "enableServiceLinks": true, "priority": null}}
                """);
        assertThat(YamlWriter.write(pod)).isEqualTo("""
                kind: Pod
                apiVersion: v1
                metadata:
                  name: etl
                  labels:
                    spark-version: "4.1.1"
                  annotations: {}
                spec:
                  containers:
                  - name: main
                    args:
                    - driver
                    - "4"
                    - "0644"
                    - "yes"
                    command:
                    - sh
                    - -c
                    - |
                      set -e
                      exec run "$1"
                    env:
                    - name: DB
                      value: jdbc:${secrets.DB}@db
                    - name: EMPTY
                      value: ""
                    resources:
                      limits:
                        memory: 896Mi
                        cpu: 1.50
                  tolerations: []
                  terminationGracePeriodSeconds: 30
                  enableServiceLinks: true
                  priority: null
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1.0",
                "1:30",
                "2026-11-23",
                "0x1F",
                "0o17",
                "1e3",
                "true",
                "No",
                "~",
                "null",
                ".nan",
                "-.inf",
                "=",
                "<<",
                "",
                "10.0.0.1"
            })
    void textThatLooksLikeSomethingElseIsQuoted(String text) {
        assertThat(YamlWriter.write(JsonNodeFactory.instance.stringNode(text))).endsWith("\"" + text + "\"\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void readingWhatWasWrittenGivesTheSameTree(int seed) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 1_000; i++) {
            JsonNode tree = object(random, 3);
            String yaml = YamlWriter.write(tree);
            assertThat(readAgain(yaml))
                    .as("seed %d, tree %d, as YAML:%n%s", seed, i, escaped(yaml))
                    .isEqualTo(tree);
        }
    }

    private static JsonNode any(RandomGenerator random, int depth) throws Exception {
        return switch (random.nextInt(depth > 0 ? 12 : 9)) {
            case 0 -> JSON.readTree(Integer.toString(random.nextInt()));
            case 1 -> JSON.readTree(Long.toString(random.nextLong()));
            case 2 -> JSON.readTree(random.nextBoolean() + "");
            case 3 ->
                JSON.readTree(List.of("null", "1.0", "1e3", "-0.50", "12345678901234567890123")
                        .get(random.nextInt(5)));
            case 9, 10 -> object(random, depth - 1);
            case 11 -> {
                ArrayNode array = JSON.createArrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(any(random, depth - 1));
                }
                yield array;
            }
            default -> JsonNodeFactory.instance.stringNode(text(random));
        };
    }

    private static ObjectNode object(RandomGenerator random, int depth) throws Exception {
        ObjectNode object = JSON.createObjectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.set(text(random), any(random, depth));
        }
        return object;
    }

    private static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static Object readAgain(String yaml) {
        try {
            return YamlTree.of(YamlReader.read(yaml).getFirst());
        } catch (YamlException e) {
            return e;
        }
    }

    private static String escaped(String text) {
        return text.chars()
                .mapToObj(c -> c == '\n' || (c >= ' ' && c < 127) ? Character.toString(c) : "\\u%04X".formatted(c))
                .collect(Collectors.joining());
    }
}
