package io.sparksecrets.pod.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.pod.delivery.ValueLimits;
import io.sparksecrets.reference.SecretValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Spark reads {@code --conf=key=value} only where the value is of one line, and prints it otherwise. */
class JoinedConfValuesTest {

    @Test
    void aLineBreakInAValueOfAJoinedOptionIsAProblem() {
        for (List<String> command : List.of(
                List.of("spark-submit", "--conf=spark.a=${secrets.X}", "a.py"),
                List.of("sh", "-c", "spark-submit --conf=spark.a=${secrets.X} a.py"),
                List.of("sh", "-c", "spark-submit \"--conf=spark.a=b ${secrets.X}\" a.py".replace(" ${", "${")))) {
            assertThat(problems(command, "a\nb")).as("%s", command).hasSize(1);
            assertThat(problems(command, "a b")).as("%s", command).isEmpty();
        }
    }

    @Test
    void asTwoWordsItIsRead() {
        assertThat(problems(List.of("spark-submit", "--conf", "spark.a=${secrets.X}", "a.py"), "a\nb"))
                .isEmpty();
        assertThat(problems(List.of("sh", "-c", "spark-submit --conf spark.a=${secrets.X} a.py"), "a\nb"))
                .isEmpty();
    }

    private static List<?> problems(List<String> command, String value) {
        ObjectNode pod = Pods.podWithCommand(command.toArray(String[]::new));
        PodRewrite rewrite = Pods.rewrite(pod);
        JsonNode after = Pods.apply(rewrite.patch(), pod);
        Delivery delivery = rewrite.delivery().orElseThrow();
        String key = delivery.entries().getFirst().key();
        return ValueLimits.check(new SparkPod(after), delivery, Map.of(key, SecretValue.of(value)))
                .problems();
    }
}
