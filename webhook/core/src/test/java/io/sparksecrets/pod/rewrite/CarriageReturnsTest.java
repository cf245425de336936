package io.sparksecrets.pod.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.pod.delivery.DeliveryEntry;
import io.sparksecrets.pod.delivery.ValueLimits;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Spark's bin/spark-class takes carriage returns out of all words without saying so. */
class CarriageReturnsTest {

    static Stream<List<String>> launched() {
        return Stream.of(
                List.of("spark-submit", "--conf", "spark.a=${secrets.X}", "a.py"),
                List.of("spark-submit", "a.py", "x${secrets.X}"),
                List.of("/opt/entrypoint.sh", "driver", "--class", "Main", "a.jar", "${secrets.X}"),
                List.of("spark-submit", "--driver-java-options", "-Da=${secrets.X}", "a.py"),
                List.of("sh", "-c", "spark-submit --conf spark.a=${secrets.X} a.py"),
                List.of("sh", "-c", "spark-submit --conf \"spark.a=${secrets.X}\" a.py"),
                List.of("sh", "-c", "exec spark-submit a.py 'x ${secrets.X}'"));
    }

    @ParameterizedTest
    @MethodSource("launched")
    void aValueThatWouldNotArriveWholeIsRefused(List<String> command) {
        assertThat(problems(command, "a\rb"))
                .singleElement()
                .asString()
                .contains("${secrets.X} holds a carriage return")
                .contains("env variable")
                .doesNotContain("a\rb");
        assertThat(problems(command, "ab")).isEmpty();
    }

    static Stream<List<String>> others() {
        return Stream.of(
                List.of("java", "org.apache.spark.deploy.SparkSubmit", "--conf", "spark.a=${secrets.X}"),
                List.of("python3", "a.py", "${secrets.X}"),
                List.of("sh", "-c", "curl -u ${secrets.X} h; spark-submit a.py"),
                List.of("sh", "-c", "spark-submit a.py 2> ${secrets.X}"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void elsewhereItArrives(List<String> command) {
        assertThat(problems(command, "a\rb")).isEmpty();
    }

    private static List<Problem> problems(List<String> command, String value) {
        ObjectNode pod = Pods.podWithCommand(command.toArray(String[]::new));
        PodRewrite rewrite = Pods.rewrite(pod);
        assertThat(rewrite.problems()).isEmpty();
        JsonNode after = Pods.apply(rewrite.patch(), pod);
        Delivery delivery = rewrite.delivery().orElseThrow();
        Map<String, SecretValue> data = delivery.entries().stream()
                .collect(Collectors.toMap(DeliveryEntry::key, entry -> SecretValue.of(value)));
        return ValueLimits.check(new SparkPod(after), delivery, data).problems();
    }
}
