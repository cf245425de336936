package io.sparksecrets.pod.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs scripts that print and start as Spark's own do, with the words that keep them from printing. */
class SilencerInBashTest {

    private static final String SECRET = "a 'secret'; \"$value\"";

    /** As sbin/spark-daemon.sh has the launcher print the command, and as bin/spark-class starts it. */
    private static final Map<String, String> SCRIPTS =
            Map.of("start-connect-server.sh", """
            #!/usr/bin/env bash
            exec ./spark-daemon.sh submit Main 1 --name Connect "$@"
            """, "spark-daemon.sh", """
            #!/usr/bin/env bash
            shift; command=$1; shift 2
            export SPARK_PRINT_LAUNCH_COMMAND="1"
            execute_command() {
              "$@"
            }
            execute_command nice -n 0 bash ./submit --class "$command" "$@"
            """, "submit", """
            [ -z "$SPARK_PRINT_LAUNCH_COMMAND" ] || echo "Spark Command: $*" >&2
            touch received
            """);

    static Stream<List<String>> commands() {
        String conf = "spark.hadoop.a.key=${secrets.X}";
        return Stream.of(
                List.of("./start-connect-server.sh", "--conf", conf),
                List.of("env", "A=b", "nohup", "./start-connect-server.sh", "--conf", conf),
                List.of("bash", "./start-connect-server.sh", "--conf", conf),
                List.of("bash", "-c", "./start-connect-server.sh --conf " + conf),
                List.of("sh", "-c", "exec ./start-connect-server.sh --conf " + conf),
                List.of("sh", "-c", "exec \"$@\"", "sh", "./start-connect-server.sh", "--conf", conf),
                List.of("bash", "-c", "cd . && bash ./start-connect-server.sh --conf '" + conf + "'; true"),
                List.of("sh", "-c", "x=$(A=b ./start-connect-server.sh --conf " + conf + "); echo \"$x\""));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aDaemonsCommandIsNotPrinted(List<String> words) {
        ObjectNode pod = Pods.podWithCommand(words.toArray(String[]::new));
        Pods.env((ObjectNode) Pods.main(pod), "SPARK_NO_DAEMONIZE", "1");
        PodRewrite rewrite = Pods.rewrite(pod);
        assertThat(rewrite.problems()).isEmpty();
        JsonNode after = Pods.apply(rewrite.patch(), pod);
        assertThat(Pods.rewrite(after).patch()).as("run again").isEmpty();

        KubeletView view = KubeletView.of(Pods.main(after), (name, key) -> SECRET);
        RealContainer.Outcome outcome = RealContainer.run(view.words(), view.env(), SCRIPTS);

        assertThat(outcome.errors()).doesNotContain("secret").doesNotContain("Spark Command");
        assertThat(outcome.files()).as(outcome.errors()).contains("received");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void withoutThoseWordsItWouldBe(List<String> words) {
        List<String> pasted = words.stream()
                .map(word -> word.replace("${secrets.X}", "secret"))
                .toList();

        RealContainer.Outcome outcome = RealContainer.run(pasted, Map.of("SPARK_NO_DAEMONIZE", "1"), SCRIPTS);

        assertThat(outcome.errors()).contains("Spark Command").contains("secret");
    }
}
