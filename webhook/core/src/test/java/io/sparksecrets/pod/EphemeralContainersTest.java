package io.sparksecrets.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.Problem;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class EphemeralContainersTest {

    private static final ObjectNode STORED = Pods.podWithEnv("B", "${secrets.STORED}");

    @Test
    void aReferenceInANewOneIsRefusedWithPlaceSecretAndWhatToDo() {
        assertThat(problems(with(
                        "dbg", dbg -> Pods.env(dbg, "A", "x ${secrets.team/DB:-hunter2} ${secrets:vault:OTHER#user}"))))
                .containsExactly(new Problem(
                        "ephemeral container dbg, env A",
                        "refers to the secret \"team/DB\", \"OTHER\", but an ephemeral container gets no values; run"
                                + " this in a container that has them, by kubectl exec, or in a pod of its own"));
    }

    @Test
    void everyPlaceOfItIsLookedAt() {
        assertThat(problems(with("dbg", dbg -> {
                    dbg.withArray("command").add("sh").add("-c").add("echo ${secrets.A}");
                    dbg.withArray("args").add("${secrets.A}");
                    dbg.put("workingDir", "/${secrets.A}");
                    dbg.putObject("lifecycle")
                            .putObject("exec")
                            .putArray("command")
                            .add("${secrets.A}");
                })))
                .extracting(Problem::where)
                .containsExactly(
                        "ephemeral container dbg, command[2]",
                        "ephemeral container dbg, args[0]",
                        "ephemeral container dbg, workingDir",
                        "ephemeral container dbg, lifecycle.exec.command[0]");
    }

    @Test
    void aMalformedReferenceIsNoTextEither() {
        assertThat(problems(with("dbg", dbg -> Pods.env(dbg, "A", "${secrets.bad key}"))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what())
                        .contains("malformed reference", "an ephemeral container gets no values"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "${other.A}", "$${secrets.A}", "$(A)"})
    void textWithoutAReferencePasses(String text) {
        assertThat(problems(with("dbg", dbg -> Pods.env(dbg, "A", text)))).isEmpty();
    }

    @Test
    void onesThatAreStoredAreNotLookedAtAgain() {
        ObjectNode stored = with("old", old -> Pods.env(old, "A", "${secrets.A}"));
        ObjectNode pod = stored.deepCopy();
        add(pod, "new", added -> added.put("image", "busybox"));

        assertThat(EphemeralContainers.problems(new SparkPod(pod), new SparkPod(stored)))
                .isEmpty();

        add(pod, "another", added -> Pods.env(added, "A", "${secrets.A}"));

        assertThat(EphemeralContainers.problems(new SparkPod(pod), new SparkPod(stored)))
                .extracting(Problem::where)
                .containsExactly("ephemeral container another, env A");
    }

    private static List<Problem> problems(ObjectNode pod) {
        return EphemeralContainers.problems(new SparkPod(pod), new SparkPod(STORED));
    }

    private static ObjectNode with(String name, Consumer<ObjectNode> container) {
        ObjectNode pod = STORED.deepCopy();
        add(pod, name, container);
        return pod;
    }

    private static void add(ObjectNode pod, String name, Consumer<ObjectNode> container) {
        ObjectNode added = ((ObjectNode) pod.path("spec"))
                .withArray("ephemeralContainers")
                .addObject()
                .put("name", name);
        container.accept(added);
    }
}
