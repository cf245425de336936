package io.sparksecrets.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.ReportedCase;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.demo.AdmissionClient.Answer;
import io.sparksecrets.submission.SentConfMap;
import io.sparksecrets.submission.SentPod;
import io.sparksecrets.submission.Submission;
import io.sparksecrets.submission.Submissions;
import io.sparksecrets.validation.WebhookUnderTest.Admission;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code check} and {@code mutate} of a reported case say what the server says over HTTPS of what comes of it. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
public class CommandsAgreeWithServerTest {

    private static final String NOT_CALLED = "the webhook is not called for this pod";

    private ServerAndCommands both;

    @BeforeAll
    void start(@TempDir Path directory) {
        both = new ServerAndCommands(directory);
        for (String key : List.of("DB_PASSWORD", "X", "S3_KEY", "REPO_PASSWORD", "BOM")) {
            both.put(key, "dummy");
        }
        both.put("BOMJSON", "{\"user\":\"u1\"}");
        both.put("FILE_NL", "dummy\n\n");
        both.put("TRAIL", "x ");
    }

    @AfterAll
    void stop() {
        both.close();
    }

    @BeforeEach
    void emptyCluster() {
        both.webhook().startAfresh();
        both.put("BIG", "x".repeat(140_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bom-piped/pod.yaml",
                "check-places/manifests.yaml",
                "check-places/values.yaml",
                "jars-repositories/spark-defaults.conf",
                "near-miss-spelling/pod.yaml",
                "rotation-statefulset/pod.yaml",
                "spark-conf-in-env/pod.yaml",
                "su-c-command/pod.yaml",
                "submit-options/pod.yaml",
                "trailing-newline-file/spark-defaults.conf"
            })
    void bothSayTheSame(String file) throws Exception {
        assertThatBothSayTheSame(both, new ReportedCase(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3&k%ey+1", "100%", "a+b", "p\"a", "a\\b"})
    void bothSayTheSameOfValuesInTextsWithASyntaxOfTheirOwn(String value) throws Exception {
        both.put("PW", value);
        assertThatBothSayTheSame(both, new ReportedCase("value-in-structured-text/pod.yaml"));
        both.webhook().startAfresh();
        assertThatBothSayTheSame(both, new ReportedCase("value-in-structured-text/spark-defaults.conf"));
    }

    @Test
    void bothSayTheSameOfAConfWhoseDriverIsAdmitted() throws Exception {
        both.put("BIG", "x");
        ReportedCase input = new ReportedCase("check-places/values.yaml");

        assertThat(server(both, input).reasons())
                .singleElement()
                .asString()
                .contains("${secrets.TRAIL} begins or ends with blanks");
        assertThatBothSayTheSame(both, input);
    }

    @Test
    void bothSayTheSameOfServiceAccounts(@TempDir Path directory) throws Exception {
        String rules = """
                [{"secrets": ["*"]},
                 {"namespaces": ["team-a"], "serviceAccounts": ["nightly"], "secrets": ["finance/**"]}]
                """;
        try (ServerAndCommands ruled = new ServerAndCommands(directory, Map.of(Settings.POLICY_RULES, rules))) {
            ruled.put("finance/PW", "dummy");
            ReportedCase input = new ReportedCase("check-service-account/manifests.yaml");
            Said server = server(ruled, input);

            assertThat(server.reasons())
                    .singleElement()
                    .asString()
                    .contains("no rule lets service account team-a/other use \"finance/PW\"");
            assertThatBothSayTheSame(
                    ruled,
                    input,
                    "--config",
                    new ReportedCase("check-service-account/config.yaml").file().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "near-miss-spelling/pod.yaml",
                "rotation-statefulset/pod.yaml",
                "spark-conf-in-env/pod.yaml",
                "su-c-command/pod.yaml",
                "submit-options/pod.yaml"
            })
    void mutateSaysTheSameOfWhatDoesNotDependOnValues(String file) throws Exception {
        ReportedCase input = new ReportedCase(file);
        Admission admission = both.create(input.pod());

        CommandRun run = both.mutate(input);

        List<String> said = run.err()
                .lines()
                .map(line -> line.replaceFirst("^(error:  *|warning: |       )", ""))
                .toList();
        List<String> expected = new ArrayList<>(admission.warnings());
        admission.message().lines().skip(1).map(line -> line.substring(3)).forEach(expected::add);
        assertThat(said).containsExactlyElementsOf(expected);
        assertThat(run.exitCode() == 0).isEqualTo(admission.isAllowed());
    }

    private static void assertThatBothSayTheSame(ServerAndCommands both, ReportedCase input, String... options)
            throws Exception {
        Said server = server(both, input);
        String[] all = new String[options.length + 2];
        System.arraycopy(new String[] {"-o", "json"}, 0, all, 0, 2);
        System.arraycopy(options, 0, all, 2, options.length);
        CommandRun run = both.check(input, all);

        JsonNode objects = JsonMapper.shared().readTree(run.out()).path("objects");
        assertThat(objects.findValuesAsString("admitted"))
                .as("pods: %s", run.out())
                .isEqualTo(server.admitted());
        List<String> results = objects.findValuesAsString("result");
        assertThat(server.reasons()).allSatisfy(reason -> assertThat(results).anyMatch(said -> said.contains(reason)));
        if (!input.name().startsWith("check-places")) {
            // There some texts of the manifest never reach the server.
            assertThat(results)
                    .filteredOn(said -> !said.startsWith("resolves") && !said.startsWith("is handed on"))
                    .allSatisfy(said -> assertThat(server.reasons())
                            .as("the server's reasons for: %s", said)
                            .anyMatch(reason -> said.contains(reason) || said.startsWith(NOT_CALLED)));
        }
        List<String> warnings = new ArrayList<>();
        objects.forEach(object -> object.path("warnings").forEach(warning -> warnings.add(what(warning.asString()))));
        assertThat(warnings).containsExactlyInAnyOrderElementsOf(server.warnings());
    }

    /** Without the places, which {@code check} gives in the manifest. */
    private record Said(List<String> admitted, List<String> reasons, List<String> warnings) {}

    private static Said server(ServerAndCommands both, ReportedCase input) throws Exception {
        Said said = new Said(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<Submission> submissions = new Submissions(Optional.empty(), Optional.empty()).of(input.manifests());
        for (Submission submission : submissions) {
            for (SentPod pod : submission.pods()) {
                Admission admission = both.create(pod.json(), pod.request().namespace());
                said.admitted().add(Boolean.toString(admission.isAllowed()));
                add(said, admission.message(), admission.warnings());
            }
            for (SentConfMap confMap : submission.confMaps()) {
                if (!both.isStored(confMap.driver())) {
                    // What submits an application ends when its driver is refused.
                    continue;
                }
                Answer answer = both.create(confMap);
                add(said, answer.message(), answer.warnings());
            }
        }
        return said;
    }

    private static void add(Said said, String message, List<String> warnings) {
        message.lines().skip(1).map(line -> what(line.substring(3))).forEach(said.reasons()::add);
        warnings.forEach(warning -> said.warnings().add(what(warning)));
    }

    private static String what(String said) {
        return said.substring(said.indexOf(": ") + 2);
    }
}
