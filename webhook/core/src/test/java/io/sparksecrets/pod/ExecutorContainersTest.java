package io.sparksecrets.pod;

import static io.sparksecrets.pod.Pods.apply;
import static io.sparksecrets.pod.Pods.asExecutor;
import static io.sparksecrets.pod.Pods.podWithEnv;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.rewrite.PodRewrite;
import io.sparksecrets.reference.Problem;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which container of an executor's pod gets the variables that its annotations carry. */
class ExecutorContainersTest {

    @Test
    void aContainerOfAnyNameWithWordsBeforeSparksOwnIsKnownByTheVariableThatSparkSets() {
        ObjectNode pod = templated();
        Pods.env(main(pod), "SPARK_EXECUTOR_ID", "1");

        assertThat(takers(pod)).containsExactly("main");
    }

    @Test
    void orByTheVolumeThatSparkMounts() {
        ObjectNode pod = templated();
        mountConf(main(pod));

        assertThat(takers(pod)).containsExactly("main");
    }

    @Test
    void itsJavaOptionsGoToAnArgumentFileToo() {
        ObjectNode pod = templated();
        Pods.env(main(pod), "SPARK_EXECUTOR_ID", "1", "SPARK_JAVA_OPT_0", "-Dp=${secrets.Y}");

        assertThat(apply(Pods.rewrite(pod).patch(), pod).toString())
                .contains("@/var/run/secrets/sparksecrets.io/java-option-0");
    }

    @Test
    void aSidecarThatMountsTheSameVolumeTakesNothingWhereTheExecutorIsKnownByItsVariable() {
        ObjectNode pod = templated();
        ObjectNode sidecar = container(pod, "containers", "shipper");
        mountConf(sidecar);
        mountConf(main(pod));
        Pods.env(main(pod), "SPARK_EXECUTOR_ID", "1");

        assertThat(takers(pod)).containsExactly("main");
    }

    @Test
    void nothingTellsTwoContainersApartThatBothHaveTheVariableSoBothTakeIt() {
        ObjectNode pod = templated();
        Pods.env(container(pod, "containers", "twin"), "SPARK_EXECUTOR_ID", "1");
        Pods.env(main(pod), "SPARK_EXECUTOR_ID", "1");

        assertThat(takers(pod)).containsExactly("main", "twin");
    }

    @Test
    void anInitContainerIsNoExecutorWhateverItHas() {
        ObjectNode pod = templated();
        ObjectNode init = container(pod, "initContainers", "spark-kubernetes-executor");
        Pods.env(init, "SPARK_EXECUTOR_ID", "1");
        mountConf(init);
        mountConf(main(pod));

        assertThat(takers(pod)).containsExactly("main");
    }

    @Test
    void aVariableThatNoContainerTakesIsAProblemThatSaysWhatToDo() {
        ObjectNode pod = templated();

        List<Problem> problems = Pods.rewrite(pod).problems();

        assertThat(problems).extracting(Problem::where).containsExactly("env PASS");
        assertThat(problems.getFirst().toString())
                .contains("no container of the pod shows that it runs one")
                .contains("SPARK_EXECUTOR_ID")
                .contains("pod template");
        assertThat(Pods.rewrite(apply(Pods.rewrite(pod).patch(), pod)).problems())
                .as("validation sees it too")
                .hasSize(1);
    }

    @Test
    void withoutAVariableToTakeNoContainerNeedBeFound() {
        ObjectNode pod = templated();
        ((ObjectNode) pod.path("metadata")).remove("annotations");

        assertThat(Pods.rewrite(pod).problems()).isEmpty();
    }

    /** An executor whose template calls its container {@code main} and gives it a word of its own. */
    private static ObjectNode templated() {
        ObjectNode pod = asExecutor(podWithEnv("LEVEL", "info"), "4.1.1", "driver-uid");
        main(pod).put("name", "main").putArray("args").add("-v").add("executor");
        ((ObjectNode) pod.path("metadata"))
                .putObject("annotations")
                .put("sparksecrets.io/executor-env-0", "PASS=${secrets.X}");
        return pod;
    }

    private static List<String> takers(JsonNode pod) {
        PodRewrite rewrite = Pods.rewrite(pod);
        assertThat(rewrite.problems()).isEmpty();
        JsonNode spec = apply(rewrite.patch(), pod).path("spec");
        return StreamSupport.stream(spec.spliterator(), false)
                .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                .filter(item -> item.path("env").findValuesAsString("name").contains("PASS"))
                .map(item -> item.path("name").asString())
                .toList();
    }

    private static ObjectNode main(ObjectNode pod) {
        return (ObjectNode) Pods.main(pod);
    }

    private static ObjectNode container(ObjectNode pod, String list, String name) {
        return ((ObjectNode) pod.path("spec")).withArray(list).addObject().put("name", name);
    }

    private static void mountConf(ObjectNode container) {
        container
                .withArray("volumeMounts")
                .addObject()
                .put("name", "spark-conf-volume-exec")
                .put("mountPath", "/opt/spark/conf");
    }
}
