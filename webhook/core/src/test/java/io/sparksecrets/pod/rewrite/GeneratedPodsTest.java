package io.sparksecrets.pod.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SecretVariable;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Template;
import io.sparksecrets.reference.Template.Placeholder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Properties that hold for every pod, tried on pods made at random. A failure names the seed that makes the pod again. */
class GeneratedPodsTest {

    private static final int PODS = 1_000;
    private static final List<String> PIECES = List.of(
            "a",
            " ",
            "$",
            "$$",
            "$$$",
            "(",
            ")",
            "$(",
            "$(A)",
            "$(B)",
            "$(NONE)",
            "{",
            "}",
            "${HOME}",
            "{{x}}",
            "\\",
            "\n",
            "é",
            "${secrets.X}",
            "${secrets.Y}",
            "${secrets:vault:team/z#user@3}",
            "${secrets.W:-d\\}f}",
            "$${secrets.NOT}");

    @Test
    void everyContainerSeesWhatKubernetesWouldHaveMadeOfTheTextAroundTheValues() {
        forEachPod((pod, rewrite, after) -> {
            for (Container container : new SparkPod(pod).containers()) {
                KubeletView seen = KubeletView.of(after.at(container.pointer()), (name, key) -> entry(rewrite, key));

                Expected expected = Expected.of(container.json());

                Map<String, String> env = new LinkedHashMap<>(seen.env());
                env.keySet().removeIf(SecretVariable::isName);
                assertThat(env).isEqualTo(expected.env());
                assertThat(seen.words()).isEqualTo(expected.words());
            }
        });
    }

    @Test
    void aSecondRunGivesAnEmptyPatchAndTheSameDelivery() {
        forEachPod((pod, rewrite, after) -> {
            PodRewrite again = Pods.REWRITER.rewrite(new SparkPod(after), Pods.request("another"));
            assertThat(again.patch()).isEmpty();
            assertThat(again.delivery()).isEqualTo(rewrite.delivery());
        });
    }

    @Test
    void thePatchIsTheSameEveryTime() {
        forEachPod((pod, rewrite, after) ->
                assertThat(Pods.rewrite(pod.deepCopy())).isEqualTo(rewrite));
    }

    @Test
    void nothingChangesBesideTheAnnotationTheLabelTheContainersTextsAndTheVolume() {
        forEachPod((pod, rewrite, after) -> {
            ObjectNode left = (ObjectNode) after.deepCopy();
            ObjectNode metadata = (ObjectNode) left.path("metadata");
            metadata.remove("annotations");
            if (pod.path("metadata").has("labels")) {
                ((ObjectNode) metadata.path("labels")).remove(Delivery.WAITING_LABEL);
            } else {
                metadata.remove("labels");
            }
            ((ObjectNode) left.path("spec")).remove("volumes");
            for (Container container : new SparkPod(pod).containers()) {
                ObjectNode json = (ObjectNode) left.at(container.pointer());
                json.remove("volumeMounts");
                for (String field : List.of("env", "command", "args")) {
                    json.remove(field);
                    if (container.json().has(field)) {
                        json.set(field, container.json().get(field));
                    }
                }
            }
            assertThat(left).isEqualTo(pod);
        });
    }

    private interface Check {
        void check(JsonNode pod, PodRewrite rewrite, JsonNode after);
    }

    private static void forEachPod(Check check) {
        long first = new Random().nextLong();
        for (long seed = first; seed < first + PODS; seed++) {
            JsonNode pod = generate(new Random(seed));
            try {
                PodRewrite rewrite = Pods.rewrite(pod);
                check.check(pod, rewrite, Pods.apply(rewrite.patch(), pod));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", pod " + pod + ": " + e.getMessage(), e);
            }
        }
    }

    private static JsonNode generate(Random random) {
        ObjectNode pod = Pods.pod(main -> fill(main, random));
        ObjectNode spec = (ObjectNode) pod.path("spec");
        for (int i = random.nextInt(2); i > 0; i--) {
            fill(spec.withArray("containers").addObject().put("name", "side" + i), random);
        }
        for (int i = random.nextInt(2); i > 0; i--) {
            fill(spec.withArray("initContainers").addObject().put("name", "init" + i), random);
        }
        return pod;
    }

    private static void fill(ObjectNode container, Random random) {
        container.put("unknownField", random.nextInt());
        for (int i = random.nextInt(5); i > 0; i--) {
            Pods.env(container, List.of("A", "B", "C", "D").get(random.nextInt(4)), text(random));
        }
        int words = random.nextInt(3);
        if (words > 0) {
            // A program that takes any text for data.
            container.withArray("command").add("java").add("Main");
        }
        for (int i = words; i > 0; i--) {
            container.withArray(random.nextBoolean() ? "args" : "command").add(text(random));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static String entry(PodRewrite rewrite, String key) {
        return Pods.render(rewrite.delivery().orElseThrow().entries().stream()
                .filter(entry -> entry.key().equals(key))
                .findFirst()
                .orElseThrow()
                .text());
    }

    /**
     * The oracle: Kubernetes expands the original texts with a mark in the place of each reference, a mark that it cannot expand;
     * then the values take the places of the marks.
     */
    private record Expected(Map<String, String> env, List<String> words) {

        static Expected of(JsonNode container) {
            Map<String, String> marks = new HashMap<>();
            ObjectNode marked = (ObjectNode) container.deepCopy();
            for (JsonNode variable : marked.path("env")) {
                ((ObjectNode) variable).put("value", mark(variable.path("value").asString(), marks));
            }
            for (String list : List.of("command", "args")) {
                if (marked.has(list)) {
                    List<String> words = marked.path(list)
                            .valueStream()
                            .map(word -> mark(word.asString(), marks))
                            .toList();
                    words.forEach(marked.putArray(list)::add);
                }
            }
            KubeletView seen = KubeletView.of(marked, (name, key) -> "");
            Map<String, String> env = new LinkedHashMap<>();
            seen.env().forEach((name, value) -> env.put(name, unmark(value, marks)));
            return new Expected(
                    env, seen.words().stream().map(word -> unmark(word, marks)).toList());
        }

        private static String mark(String text, Map<String, String> marks) {
            try {
                StringBuilder marked = new StringBuilder();
                for (Template.Part part : Template.parse(text).parts()) {
                    if (part instanceof Placeholder placeholder) {
                        String mark = "\u0001" + marks.size() + "\u0002";
                        marks.put(mark, Pods.valueOf(placeholder.reference()));
                        marked.append(mark);
                    } else {
                        marked.append(part.source());
                    }
                }
                return marked.toString();
            } catch (MalformedReferenceException e) {
                return text;
            }
        }

        private static String unmark(String text, Map<String, String> marks) {
            String result = text;
            for (Map.Entry<String, String> mark : marks.entrySet()) {
                result = result.replace(mark.getKey(), mark.getValue());
            }
            return result;
        }
    }
}
