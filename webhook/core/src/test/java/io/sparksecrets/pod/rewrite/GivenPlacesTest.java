package io.sparksecrets.pod.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.CommandLine;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.pod.delivery.DeliveryEntry;
import io.sparksecrets.pod.delivery.DeliveryPlaces;
import io.sparksecrets.pod.delivery.ValueLimits;
import io.sparksecrets.reference.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages name words by the places where their user wrote them, whatever was put among them. */
class GivenPlacesTest {

    @Test
    void behindWhatHasSparkHideValues() {
        ObjectNode pod = Pods.podWithArgs("--conf", "spark.a=${secrets.X}", "app.py", "--token", "${secrets.Y}");
        ((ObjectNode) Pods.main(pod)).withArray("command").add("spark-submit");

        assertThat(placesIn(pod)).containsExactlyInAnyOrder("container main, args[1]", "container main, args[4]");
    }

    @Test
    void behindAnOwnExpression() {
        assertThat(placesIn(Pods.podWithCommand(
                        "spark-submit",
                        "--conf",
                        "spark.redaction.regex=\\Qmine\\E",
                        "--conf",
                        "spark.a=${secrets.X}",
                        "app.py",
                        "${secrets.Y}")))
                .containsExactlyInAnyOrder("container main, command[4]", "container main, command[6]");
    }

    @Test
    void behindASystemProperty() {
        assertThat(placesIn(Pods.podWithCommand(
                        "java",
                        "-Dspark.redaction.regex=\\Qmine\\E",
                        "-Dspark.hadoop.a.key=${secrets.X}",
                        "-cp",
                        "x",
                        "org.example.Main",
                        "${secrets.Y}")))
                .containsExactlyInAnyOrder("container main, command[2]", "container main, command[6]");
    }

    @Test
    void behindWhatSilencesADaemonsScript() {
        ObjectNode pod = Pods.podWithArgs("--conf", "spark.a=${secrets.X}", "${secrets.Y}");
        ObjectNode main = (ObjectNode) Pods.main(pod);
        main.withArray("command").add("nohup").add("/opt/spark/sbin/start-connect-server.sh");
        Pods.env(main, "SPARK_NO_DAEMONIZE", "1");

        assertThat(placesIn(pod)).containsExactlyInAnyOrder("container main, args[1]", "container main, args[2]");
    }

    @Test
    void problemsOfValuesAndOfPastedVariablesNameThemToo() {
        ObjectNode pod = Pods.podWithCommand("spark-submit", "--conf", "spark.a=${secrets.X}", "a.py", "${secrets.Y}");
        JsonNode after = Pods.rewritten(pod);
        Delivery delivery = Pods.rewrite(pod).delivery().orElseThrow();
        Map<String, SecretValue> data = delivery.entries().stream()
                .collect(Collectors.toMap(
                        DeliveryEntry::key, entry -> SecretValue.of(entry.text().contains("Y") ? "a\rb" : "x")));

        assertThat(ValueLimits.check(new SparkPod(after), delivery, data).problems())
                .extracting(problem -> problem.where())
                .containsExactly("container main, command[4]");
    }

    @Test
    void whatWasNotRewrittenNamesItselfByItsOwnPlace() {
        List<CommandLine.Word> words = CommandLine.of(new Container(
                Pods.main(Pods.podWithCommand(
                        "spark-submit", "--conf", "spark.redaction.regex=\\Qsun.java.command\\E|mine", "a.py")),
                "containers",
                0));

        assertThat(words.getLast().displayName()).isEqualTo("command[3]");
    }

    private static List<String> placesIn(JsonNode pod) {
        PodRewrite rewrite = Pods.rewrite(pod);
        assertThat(rewrite.problems()).isEmpty();
        SparkPod after = new SparkPod(Pods.apply(rewrite.patch(), pod));
        return DeliveryPlaces.of(after, rewrite.delivery().orElseThrow()).values().stream()
                .flatMap(places -> places.stream())
                .toList();
    }
}
