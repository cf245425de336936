package io.sparksecrets.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Manifests of which {@code check} once said what the webhook does not do. */
@SuppressWarnings("NullAway.Init")
class CheckCasesTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path directory;

    private final CheckRuns check = new CheckRuns();

    @Test
    void onlyThePlaceThatTheWebhookResolvesIsSaidToResolve() throws Exception {
        check.put("DB_PASSWORD", "dummy");
        CommandRun run = check.run(read("check-places/manifests.yaml"), "-o", "json");
        assertThat(run.exitCode()).isEqualTo(1);
        Map<String, String> results = results(run);
        assertThat(results).hasSize(13);
        assertThat(results.entrySet())
                .filteredOn(entry -> entry.getValue().equals("resolves"))
                .extracting(Map.Entry::getKey)
                .containsExactly("spec.hadoopConf fs.s3a.secret.key");
        assertThat(results.get("metadata.labels team")).contains("becomes a label, which everybody sees");
        assertThat(results.get("spec.sparkConf spark.app.name")).startsWith("is not used");
        assertThat(results.get("spec.sparkConf spark.ssl.keyStore"))
                .contains("is copied by Spark into the executors' pods");
        assertThat(results.get("spec.sparkConf hive.metastore.password")).contains("spark.hadoop.<key>");
        assertThat(results.get("spec.driver.javaOptions")).contains("a quote (\") is opened and never closed");
        assertThat(results.get("spec.volumes[v].hostPath.path")).contains("is not resolved");
        assertThat(results.get("spec.mainApplicationFile")).contains("is never resolved");
        assertThat(results.get("DB_URL, line 1")).contains("envFrom");
        assertThat(results.get("containers[c].livenessProbe.httpGet.httpHeaders[Authorization].value"))
                .contains("use an env variable instead");
    }

    @Test
    void valuesThatCannotBeDeliveredAreToldAndNotShown() throws Exception {
        check.put("TRAIL", "Dummy-Value-1 ");
        check.put("BIG", "Dummy-Value-2".repeat(11_000));
        CommandRun run = check.run(read("check-places/values.yaml"), "-o", "json");
        assertThat(run.exitCode()).isEqualTo(1);
        Map<String, String> results = results(run);
        assertThat(results.get("spec.sparkConf spark.hadoop.trail")).contains("begins or ends with blanks");
        assertThat(results.get("spec.driver.env BIG")).contains("Linux allows 131071");
        // An env variable may end in a blank.
        assertThat(results.get("spec.sparkConf spark.kubernetes.driverEnv.X")).isEqualTo("resolves");
        assertThat(run.out() + run.err()).doesNotContain("Dummy-Value");
    }

    @Test
    void aValueWithANulIsTold() {
        check.put("NUL", "a\0b");
        CommandRun run = check.run("""
                kind: Pod
                metadata: {namespace: n, labels: {spark-role: driver}}
                spec: {containers: [{name: c, env: [{name: A, value: '${secrets.NUL}'}]}]}
                """);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("its value holds a NUL character");
    }

    @Test
    void theAccountIsFoundWhereverAPodSpecStands() throws Exception {
        check.put("finance/PW", "dummy");
        Path config = Files.writeString(directory.resolve("config.yaml"), read("check-service-account/config.yaml"));
        CommandRun run =
                check.run(read("check-service-account/manifests.yaml"), "-o", "json", "--config", config.toString());
        assertThat(run.out()).doesNotContain("team-a/default");
        JsonNode objects = JSON.readTree(run.out()).path("objects");
        assertThat(objects).hasSize(5);
        for (int document = 0; document < 4; document++) {
            assertThat(objects.get(document).path("references"))
                    .as("document %d", document + 1)
                    .isNotEmpty()
                    .allSatisfy(reference -> {
                        assertThat(reference.path("result").asString("")).startsWith("resolves");
                        assertThat(reference.path("serviceAccount").asString(""))
                                .isEqualTo("nightly");
                    });
        }
        assertThat(objects.get(4).path("references"))
                .singleElement()
                .satisfies(reference -> assertThat(reference.path("result").asString(""))
                        .contains("no rule lets service account team-a/other use \"finance/PW\""));
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aConfigMapOfEnvFromIsResolvedByNobody() throws Exception {
        check.put("DB_PASSWORD", "dummy");
        CommandRun run = check.run(read("envfrom-configmap/manifests.yaml"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("DB_URL, line 1")
                .contains("envFrom, configMapKeyRef and volumes hand on the reference itself")
                .contains("note: the pod takes variables from the ConfigMap etl-env");
    }

    @Test
    void wordsStandWhereTheManifestHasThemWhateverTheWebhookPutsAmongThem() {
        check.put("S3_KEY", "dummy");
        check.put("PASSWORD", "dummy");
        CommandRun run = check.run("""
                kind: Pod
                metadata: {namespace: n, labels: {sparksecrets.io/injection: enabled}}
                spec:
                  containers:
                    - name: submit
                      command: [/opt/spark/bin/spark-submit]
                      args: [--conf, 'spark.k=${secrets.S3_KEY}', app.jar, --conf, spark.redaction.regex=mine, '${secrets.PASSWORD}']
                    - name: server
                      command: [/opt/spark/sbin/start-connect-server.sh, --conf, 'spark.k=${secrets.S3_KEY}', --conf, a=b]
                      env: [{name: SPARK_NO_DAEMONIZE, value: '1'}]
                    - name: java
                      command: [java, '-Dspark.k=${secrets.S3_KEY}', -cp, a.jar, a.Main, '${secrets.PASSWORD}']
                """, "-o", "json");
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(results(run).keySet())
                .containsExactly(
                        "containers[submit].args[1]",
                        "containers[submit].args[5]",
                        "containers[server].command[2]",
                        "containers[java].command[1]",
                        "containers[java].command[5]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "su-c-command/pod.yaml",
                "ephemeral-container/review.json",
                "near-miss-spelling/pod.yaml",
                "spark-conf-in-env/pod.yaml",
                "submit-options/pod.yaml",
                "value-in-structured-text/pod.yaml",
                "value-in-structured-text/spark-defaults.conf",
                "jars-repositories/spark-defaults.conf",
                "bom-piped/pod.yaml",
                "rotation-statefulset/pod.yaml"
            })
    void everyTextOfAManifestIsSpokenOfOnceAtItsPlace(String file) throws Exception {
        CommandRun run = check.run(read(file), "-o", "json");
        JsonNode object = JSON.readTree(run.out()).path("objects").get(0);
        assertThat(object.path("references"))
                .isNotEmpty()
                .extracting(reference -> reference.path("place").asString("")
                        + reference.path("reference").asString(""))
                .doesNotHaveDuplicates()
                .noneMatch(place -> place.startsWith("container ") || place.startsWith("spark."));
    }

    private static Map<String, String> results(CommandRun run) {
        Map<String, String> results = new LinkedHashMap<>();
        for (JsonNode object : JSON.readTree(run.out()).path("objects")) {
            for (JsonNode reference : object.path("references")) {
                String place = reference.path("place").asString("");
                assertThat(results.put(place, reference.path("result").asString("")))
                        .as(place)
                        .isNull();
            }
        }
        return results;
    }

    private static String read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(CheckCasesTest.class.getResourceAsStream("/cases/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
