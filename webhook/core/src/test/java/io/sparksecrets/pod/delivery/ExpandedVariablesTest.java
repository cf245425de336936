package io.sparksecrets.pod.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.rewrite.PodRewrite;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.SecretValue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a user's own {@code $(PW)} makes of a value, where the variable PW is delivered. */
class ExpandedVariablesTest {

    private static final String LONG = "s3cr3t".repeat(10_000);

    @Test
    void theValueCountsForTheLengthOfAVariable() {
        assertThat(limits(Pods.podWithEnv("PW", "${secrets.PW}", "TEXT", "$(PW)$(PW)$(PW)"), LONG)
                        .problems())
                .extracting(Problem::where)
                .containsExactly("container main, env TEXT");
    }

    @Test
    void notBeforeItIsDefined() {
        assertThat(limits(Pods.podWithEnv("TEXT", "$(PW)$(PW)$(PW)", "PW", "${secrets.PW}"), LONG)
                        .problems())
                .isEmpty();
    }

    @Test
    void andForThatOfAWord() {
        assertThat(limits(withCommand("app", "$(PW)$(PW)$(PW)"), LONG).problems())
                .extracting(Problem::where)
                .containsExactly("container main, command[1]");
    }

    @Test
    void aLineBreakCutsAJavaOption() {
        assertThat(limits(Pods.podWithEnv("PW", "${secrets.PW}", "SPARK_JAVA_OPT_1", "-Da=$(PW)"), "a\nb")
                        .problems())
                .extracting(Problem::where)
                .containsExactly("container main, env SPARK_JAVA_OPT_1");
    }

    @Test
    void andSpoilsAJoinedOption() {
        assertThat(limits(withCommand("spark-submit", "--conf=spark.a=$(PW)", "a.py"), "a\nb")
                        .problems())
                .extracting(Problem::where)
                .containsExactly("container main, command[1]");
    }

    @Test
    void aVariableThatScriptsSplitEarnsAWarning() {
        assertThat(limits(Pods.podWithEnv("PW", "${secrets.PW}", "JAVA_OPTS", "-Da=$(PW)"), "a b")
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("container main, env JAVA_OPTS: ")
                .contains("the value of ${secrets.PW} would not stay whole");
    }

    private static ObjectNode withCommand(String... words) {
        ObjectNode pod = Pods.podWithEnv("PW", "${secrets.PW}");
        Stream.of(words).forEach(((ObjectNode) Pods.main(pod)).withArray("command")::add);
        return pod;
    }

    private static ValueLimits limits(ObjectNode pod, String value) {
        PodRewrite rewrite = Pods.rewrite(pod);
        assertThat(rewrite.problems()).isEmpty();
        Delivery delivery = rewrite.delivery().orElseThrow();
        return ValueLimits.check(
                new SparkPod(Pods.apply(rewrite.patch(), pod)),
                delivery,
                DeliveryData.render(delivery, any -> SecretValue.of(value)));
    }
}
