package io.sparksecrets.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The manifests and commands that the README shows. */
final class Readme {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\n(.*?)^```$");

    private Readme() {}

    /** The one block of commands that begins with a text. */
    static String commands(String begin) throws IOException {
        return one("begin with " + begin, block -> block.startsWith(begin));
    }

    /**
     * The one manifest of a kind, with more put over it, one after the other: maps are merged, everything else is replaced.
     *
     * @param over in YAML
     */
    static GenericKubernetesResource manifest(String kind, String... over) throws IOException {
        Map<?, ?> manifest = Serialization.unmarshal(
                one("are of kind " + kind, block -> block.contains("kind: " + kind + "\n")), Map.class);
        for (String more : over) {
            manifest = merged(manifest, Serialization.unmarshal(more, Map.class));
        }
        return Serialization.unmarshal(Serialization.asYaml(manifest), GenericKubernetesResource.class);
    }

    private static String one(String what, Predicate<String> condition) throws IOException {
        Path readme = Path.of(Objects.requireNonNull(System.getProperty("e2e.directory")), "../README.md");
        List<String> found = BLOCK.matcher(Files.readString(readme))
                .results()
                .map(match -> match.group(1))
                .filter(condition)
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException("the README has %d blocks that %s".formatted(found.size(), what));
        }
        return found.getFirst();
    }

    private static Map<?, ?> merged(Map<?, ?> base, Map<?, ?> over) {
        Map<Object, Object> merged = new LinkedHashMap<>(base);
        over.forEach((key, value) -> merged.merge(
                key,
                value,
                (below, above) ->
                        below instanceof Map<?, ?> map && above instanceof Map<?, ?> more ? merged(map, more) : above));
        return merged;
    }
}
