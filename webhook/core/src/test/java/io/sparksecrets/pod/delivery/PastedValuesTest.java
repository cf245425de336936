package io.sparksecrets.pod.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.reference.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PastedValuesTest {

    @Test
    void aValueThatKubernetesWouldPutIntoAScriptIsAProblem() {
        assertThat(problems("echo $(URL)", "URL", "${secrets.URL}"))
                .containsExactly(
                        "container main, args[0]: Kubernetes would put the value of $(URL) into the script, and the shell would"
                                + " parse it; write \"$URL\"");
    }

    @Test
    void soIsOneThatComesThroughAnotherVariable() {
        assertThat(problems("echo $(C)", "A", "x${secrets.A}", "B", "y$(A)", "C", "z$(B)"))
                .hasSize(1)
                .first()
                .asString()
                .contains("$(C)");
    }

    @Test
    void variablesThatTheShellExpandsOrThatHoldNoSecretAreNone() {
        assertThat(problems("echo \"$URL\" $$(URL) $(HOST) $(date)", "URL", "${secrets.URL}", "HOST", "h"))
                .isEmpty();
    }

    @Test
    void aWordThatNoShellParsesMayHoldIt() {
        ObjectNode pod = Pods.podWithArgs("$(URL)");
        Pods.env((ObjectNode) Pods.main(pod), "URL", "${secrets.URL}");

        assertThat(PastedValues.in(new SparkPod(Pods.rewritten(pod)))).isEmpty();
    }

    private static List<String> problems(String script, String... env) {
        ObjectNode pod = Pods.podWithArgs(script);
        ObjectNode main = (ObjectNode) Pods.main(pod);
        main.putArray("command").add("sh").add("-c");
        Pods.env(main, env);
        JsonNode rewritten = Pods.rewritten(pod);
        return PastedValues.in(new SparkPod(rewritten)).stream()
                .map(Problem::toString)
                .toList();
    }
}
