package io.sparksecrets.pod.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.rewrite.PodRewrite;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.SecretValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Spark's entrypoint makes the options of an executor's JVM of its environment. */
class ExecutorValueLimitsTest {

    private static final String INJECTED = "a\nSPARK_JAVA_OPT_9=-XX:OnOutOfMemoryError=id";

    @Test
    void aValueThatTheEntrypointWouldTakeForAJavaOptionIsRefused() {
        assertThat(problems(executor("4.1.1", "PW", "${secrets.X}"), INJECTED))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("container spark-kubernetes-executor, env PW: ")
                        .contains("takes each line of the environment")
                        .doesNotContain("OnOutOfMemoryError"));
        assertThat(problems(executor("3.5.3", "URL", "http://u:${secrets.X}@h"), INJECTED))
                .isNotEmpty();
        assertThat(problems(executor("4.1.1", "PW", "${secrets.X}"), "a\nb SPARK_JAVA_OPTS"))
                .isEmpty();
    }

    @Test
    void whereNoExecutorStartsItIsAnyValue() {
        assertThat(problems(Pods.podWithEnv("PW", "${secrets.X}"), INJECTED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-XX:OnError=id", "-XX:OnOutOfMemoryError=id", "-javaagent:/tmp/a.jar", "-agentpath:/tmp/a.so"})
    void aValueThatIsAnOptionWhichRunsSomethingIsRefused(String value) {
        for (String version : List.of("3.5.3", "4.1.1")) {
            assertThat(problems(executor(version, "SPARK_JAVA_OPT_0", "${secrets.X}"), value))
                    .as(version)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.what()).contains("runs a command or loads code"));
            assertThat(problems(executor(version, "SPARK_JAVA_OPT_0", "-Da=${secrets.X}"), value))
                    .as(version)
                    .isEmpty();
        }
    }

    @Test
    void anOptionWhoseValueTheJvmRunsTakesNoReference() {
        for (String option : List.of("-XX:OnError=kill ${secrets.X}", "-javaagent:${secrets.X}")) {
            assertThat(Pods.rewrite(executor("4.1.1", "SPARK_JAVA_OPT_0", option))
                            .problems())
                    .as(option)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.what()).contains("hand the value over in -Dname="));
        }
        assertThat(Pods.rewrite(executor("4.1.1", "SPARK_JAVA_OPT_0", "-javaagent:/a.jar=key=${secrets.X}"))
                        .problems())
                .isEmpty();
    }

    private static ObjectNode executor(String version, String name, String value) {
        return Pods.asExecutor(Pods.podWithEnv(name, value), version, "22222222-2222-2222-2222-222222222222");
    }

    private static List<Problem> problems(ObjectNode pod, String value) {
        PodRewrite rewrite = Pods.rewrite(pod);
        JsonNode after = Pods.apply(rewrite.patch(), pod);
        Delivery delivery = rewrite.delivery().orElseThrow();
        Map<String, SecretValue> data = new HashMap<>(DeliveryData.render(delivery, any -> SecretValue.of(value)));
        return ValueLimits.check(new SparkPod(after), delivery, data).problems().stream()
                .filter(problem -> !problem.what().contains("a line break"))
                .toList();
    }
}
