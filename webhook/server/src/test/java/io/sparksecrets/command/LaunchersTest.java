package io.sparksecrets.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.command.job.CheckRuns;
import io.sparksecrets.pod.AdmittedPods;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code deploy/docs/launchers.md} says of each launcher is the webhook's verdict on what that launcher creates, of which
 * {@code launchers} among the resources has an example, named after the row.
 */
class LaunchersTest {

    private static final Path TABLE = Path.of("../../deploy/docs/launchers.md");
    private static final Path EXAMPLES = Path.of("src/test/resources/launchers");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+) \\| (works|needs the label) \\|");
    private static final String LABEL = ", " + AdmittedPods.LABEL + ": " + AdmittedPods.ENABLED;

    /** A row of the table. */
    record Row(String launcher, String verdict) {

        String example() {
            return launcher.toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9.]+", "-")
                    .replaceAll("^-|-$", "");
        }
    }

    private final CheckRuns check = new CheckRuns();

    @BeforeEach
    void putSecrets() {
        for (String path : List.of("DB_PASSWORD", "S3_KEY", "LICENSE")) {
            check.put(path, "dummy");
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theTableSaysWhatTheWebhookSays(Row row) throws Exception {
        String example = example(row);
        CommandRun run = check.run(example, "-o", "json");

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(pods(run)).isNotEmpty().allSatisfy(pod -> {
            assertThat(pod.path("selected").asBoolean()).isTrue();
            assertThat(pod.path("admitted").asBoolean()).isTrue();
        });
        assertThat(references(run)).isNotEmpty();
        assertThat(example.contains(LABEL)).isEqualTo(row.verdict().equals("needs the label"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatNeedsTheLabelIsNotSentToTheWebhookWithoutIt(Row row) throws Exception {
        String example = example(row);
        CommandRun run = check.run(example.replace(LABEL, ""), "-o", "json");

        if (row.verdict().equals("works")) {
            assertThat(run.exitCode()).as(run.out()).isZero();
            return;
        }
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(pods(run))
                .allSatisfy(pod -> assertThat(pod.path("selected").asBoolean()).isFalse());
        assertThat(references(run))
                .allSatisfy(reference -> assertThat(reference.path("result").asString(""))
                        .contains("the webhook is not called for this pod"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            connect-server-as-a-daemon    | Set SPARK_NO_DAEMONIZE in the container's env
            thrift-server-as-a-daemon     | Set SPARK_NO_DAEMONIZE in the container's env
            history-server-by-its-script  | Start the container with /opt/spark/bin/spark-class
            sparkcluster-of-spark-3.5.1   | Start the container with /opt/spark/bin/spark-class
            zeppelin-conf-of-its-driver   | takes no reference here
            deploy-mode-in-a-variable     | write --deploy-mode client or --deploy-mode cluster
            conf-in-a-configmap           | is not resolved, the text stays as it is
            """)
    void whatTheTableSaysToAvoidIsToldWithTheWayOut(String example, String told) throws Exception {
        CommandRun run = check.run(Files.readString(EXAMPLES.resolve("refused/" + example + ".yaml")), "-o", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(references(run))
                .anySatisfy(reference ->
                        assertThat(reference.path("result").asString("")).contains(told));
    }

    @Test
    void eachExampleIsOfARow() throws Exception {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            assertThat(files.filter(Files::isRegularFile).map(LaunchersTest::name))
                    .containsExactlyInAnyOrderElementsOf(
                            rows().map(Row::example).toList());
        }
    }

    private static Stream<Row> rows() throws IOException {
        return ROW
                .matcher(Files.readString(TABLE))
                .results()
                .map(match -> new Row(match.group(1), match.group(2)))
                .toList()
                .stream();
    }

    private static String example(Row row) throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            Path file = files.filter(one -> name(one).equals(row.example()))
                    .findFirst()
                    .orElseThrow(() -> new UncheckedIOException(new IOException("no example " + row.example())));
            return Files.readString(file);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replaceAll("\\.(yaml|conf)$", "");
    }

    private static List<JsonNode> pods(CommandRun run) {
        return all(run, "pods");
    }

    private static List<JsonNode> references(CommandRun run) {
        return all(run, "references");
    }

    private static List<JsonNode> all(CommandRun run, String what) {
        return JsonMapper.shared()
                .readTree(run.out())
                .path("objects")
                .valueStream()
                .flatMap(object -> object.path(what).valueStream())
                .toList();
    }
}
