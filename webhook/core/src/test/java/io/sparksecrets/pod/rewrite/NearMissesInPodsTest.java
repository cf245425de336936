package io.sparksecrets.pod.rewrite;

import static io.sparksecrets.pod.Pods.pod;
import static io.sparksecrets.pod.Pods.podWithEnv;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import io.sparksecrets.reference.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class NearMissesInPodsTest {

    @Test
    void aNearMissIsWarnedOfInEnvCommandAndArgsAndChangesNothing() {
        ObjectNode pod = pod(main -> {
            Pods.env(main, "A", "${secret.A}", "B", "none");
            main.withArray("command").add("run").add("--b={{secrets/b}}");
            main.withArray("args").add("$(secrets.C)");
        });
        PodRewrite rewrite = Pods.rewrite(pod);

        assertThat(rewrite.patch()).isEmpty();
        assertThat(rewrite.problems()).isEmpty();
        assertThat(texts(rewrite))
                .containsExactly(
                        "container main, env A: \"${secret.…\" is no reference and stays text; write ${secrets.A}",
                        "container main, command[1]: \"{{secrets/…\" is no reference and stays text; write ${secrets.b}",
                        "container main, args[0]: \"$(secrets.…\" is no reference and stays text; write ${secrets.C}");
    }

    @Test
    void aNearMissOfAnInitContainerIsWarnedOf() {
        ObjectNode pod = podWithEnv();
        Pods.env(
                ((ObjectNode) pod.path("spec"))
                        .putArray("initContainers")
                        .addObject()
                        .put("name", "init"),
                "A",
                "${Secrets.A}");

        assertThat(texts(Pods.rewrite(pod)))
                .containsExactly("init container init, env A: \"${Secrets.…\" is no reference and stays text; write"
                        + " ${secrets.A}");
    }

    @Test
    void whatIsAlreadyRewrittenIsNotWarnedOf() {
        ObjectNode pod = podWithEnv("A", "x ${secrets.A}", "B", "${secrets.B}", "C", "${secret.C}");

        assertThat(Pods.rewrite(Pods.rewritten(pod)).warnings()).hasSize(1);
    }

    private static List<String> texts(PodRewrite rewrite) {
        return rewrite.warnings().stream().map(Problem::toString).toList();
    }
}
