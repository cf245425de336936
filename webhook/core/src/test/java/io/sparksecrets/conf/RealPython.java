package io.sparksecrets.conf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the Python of this machine how its shlex splits texts. */
final class RealPython {

    private static final String SPLIT = """
            import json, shlex, sys
            def split(text):
                try:
                    return shlex.split(text)
                except ValueError:
                    return None
            json.dump([split(text) for text in json.load(sys.stdin)], sys.stdout)
            """;

    private RealPython() {}

    /** For each text its words; empty where shlex refuses it. */
    static List<Optional<List<String>>> split(List<String> texts) {
        try {
            Process process = new ProcessBuilder("python3", "-c", SPLIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var input = process.getOutputStream()) {
                JsonMapper.shared().writeValue(input, texts);
            }
            JsonNode answer = JsonMapper.shared().readTree(process.getInputStream());
            List<Optional<List<String>>> split = new ArrayList<>();
            for (JsonNode words : answer) {
                split.add(
                        words.isNull()
                                ? Optional.empty()
                                : Optional.of(words.valueStream()
                                        .map(JsonNode::stringValue)
                                        .toList()));
            }
            return split;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
