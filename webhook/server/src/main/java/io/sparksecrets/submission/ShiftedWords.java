package io.sparksecrets.submission;

import io.sparksecrets.conf.RedactionRegex;
import io.sparksecrets.program.Silencer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Where words of command lines stood before the webhook put words of its own among them. */
final class ShiftedWords {

    private static final String REGEX = RedactionRegex.KEY + "=";

    /** In the pod its dollar signs are escaped for Kubernetes. */
    private static final String SILENCER = nameOf(Silencer.WORDS.getLast());

    private ShiftedWords() {}

    /**
     * The places that differ, as messages call them, such as {@code container main, args[9]}, each with the place before.
     *
     * @param before a pod as it is sent
     * @param after the same after its mutation
     */
    static Map<String, String> between(JsonNode before, JsonNode after) {
        Map<String, String> places = new HashMap<>();
        containers("initContainers", "init container ", before, after, places);
        containers("containers", "container ", before, after, places);
        return places;
    }

    private static void containers(
            String list, String display, JsonNode before, JsonNode after, Map<String, String> places) {
        int index = 0;
        for (JsonNode container : before.path("spec").path(list)) {
            JsonNode mutated = after.path("spec").path(list).path(index++);
            for (String words : List.of("command", "args")) {
                String place = display + container.path("name").asString("") + ", " + words;
                words(place, texts(container.path(words)), texts(mutated.path(words)), places);
            }
        }
    }

    private static void words(String place, List<String> before, List<String> after, Map<String, String> places) {
        int left = after.size() - before.size();
        int word = 0;
        int at = 0;
        while (at < after.size() && word < before.size()) {
            int own = left > 0 ? own(after.subList(at, after.size())) : 0;
            if (own > 0
                    && own <= left
                    && !startsWith(before.subList(word, before.size()), after.subList(at, at + own))) {
                left -= own;
                at += own;
            } else {
                if (at != word) {
                    places.put("%s[%d]".formatted(place, at), "%s[%d]".formatted(place, word));
                }
                word++;
                at++;
            }
        }
    }

    /** How many words at the beginning are such as the webhook puts into command lines. */
    private static int own(List<String> words) {
        if (areTwo(words, "--conf", REGEX) || areTwo(words, Silencer.WORDS.getFirst(), SILENCER)) {
            return 2;
        }
        return words.getFirst().startsWith("-D" + REGEX) ? 1 : 0;
    }

    private static boolean areTwo(List<String> words, String first, String beginningOfSecond) {
        return words.size() > 1
                && words.getFirst().equals(first)
                && words.get(1).startsWith(beginningOfSecond);
    }

    private static String nameOf(String assignment) {
        return assignment.substring(0, assignment.indexOf('=') + 1);
    }

    private static boolean startsWith(List<String> words, List<String> beginning) {
        return words.size() >= beginning.size()
                && words.subList(0, beginning.size()).equals(beginning);
    }

    private static List<String> texts(JsonNode words) {
        List<String> texts = new ArrayList<>();
        words.forEach(word -> texts.add(word.asString("")));
        return texts;
    }
}
