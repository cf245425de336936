package io.sparksecrets.command.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.ReportedCase;
import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.CommandsAgreeWithServerTest;
import io.sparksecrets.pod.AdmittedPods;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reported cases as {@code check} sees them. That the server says the same: {@link CommandsAgreeWithServerTest}. */
@SuppressWarnings("NullAway.Init")
class ReportedCasesInCheckTest {

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
    void everyTextOfAManifestIsSpokenOfOnceAtItsPlace(String file) {
        CommandRun run = check.run(read(file), "-o", "json");
        JsonNode object = JSON.readTree(run.out()).path("objects").get(0);
        assertThat(object.path("references"))
                .isNotEmpty()
                .extracting(reference -> reference.path("place").asString("")
                        + reference.path("reference").asString(""))
                .doesNotHaveDuplicates()
                .noneMatch(place -> place.startsWith("container ") || place.startsWith("spark."));
    }

    @Test
    void nearlyRightSpellingsAreWarnedOfWithTheRightOneAndMalformedReferencesFail() {
        CommandRun run = check.run(read("near-miss-spelling/pod.yaml"), "-o", "json");

        assertThat(warnings(run)).hasSize(8);
        for (String variable : List.of("A", "C", "D", "E", "F", "G", "H")) {
            assertThat(warnings(run))
                    .anyMatch(warning -> warning.startsWith("containers[c].env %s: ".formatted(variable))
                            && warning.endsWith("is no reference and stays text; write ${secrets.DB_PASSWORD}"));
        }
        assertThat(warnings(run))
                .anyMatch(warning -> warning.startsWith("containers[c].env B: ")
                        && warning.endsWith("write ${secrets.scope/DB_PASSWORD}"));
        assertThat(results(run))
                .containsOnlyKeys("containers[c].env I", "containers[c].env J", "containers[c].env K")
                .allSatisfy((place, result) -> assertThat(result).startsWith("malformed reference"));
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aPodWithNothingButNearlyRightSpellingsPasses() {
        String text = read("near-miss-spelling/pod.yaml");
        CommandRun run = check.run(text.substring(0, text.indexOf("- {name: I")));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().filter(line -> line.startsWith("warning: ")))
                .hasSize(8);
    }

    @Test
    void whatSuAndItsLikeWouldRunFailsWithWhatToWrite() {
        check.put("DB_PASSWORD", "x; touch pwned");
        CommandRun run = check.run(labelled("su-c-command/pod.yaml"), "-o", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(results(run))
                .hasSize(10)
                .allSatisfy((place, result) -> assertThat(result)
                        .containsAnyOf("put the reference into an env variable", "give env the words one by one"));
    }

    @Test
    void optionsOfASubmitterFailWithTheMessageOfTheirKeyAndVariablesOfExecutorsAreHandedOn() {
        check.put("X", "dummy");
        CommandRun run = check.run(labelled("submit-options/pod.yaml"), "-o", "json");

        Map<String, String> results = results(run);
        assertThat(results)
                .hasEntrySatisfying(
                        "containers[words].command[2]",
                        result -> assertThat(result).startsWith("spark.app.name is "))
                .hasEntrySatisfying(
                        "containers[words].command[4]",
                        result -> assertThat(result).startsWith("spark.jars is "))
                .hasEntrySatisfying(
                        "containers[words].command[6]",
                        result -> assertThat(result).startsWith("spark.jars.repositories is "))
                .hasEntrySatisfying(
                        "containers[words].command[8]",
                        result -> assertThat(result).startsWith("spark.driver.extraClassPath is "))
                .hasEntrySatisfying(
                        "containers[words].command[10]",
                        result -> assertThat(result).startsWith("spark.files is "))
                .hasEntrySatisfying(
                        "containers[words].command[12]",
                        result -> assertThat(result).startsWith("spark.submit.pyFiles is "))
                .hasEntrySatisfying(
                        "containers[words].command[14]",
                        result -> assertThat(result).startsWith("spark.executor.memory is "))
                .hasEntrySatisfying(
                        "containers[script].command[2]",
                        result -> assertThat(result)
                                .contains("spark.app.name is ", "spark.jars is ", "spark.jars.repositories is "));
        assertThat(results.entrySet())
                .filteredOn(entry -> entry.getValue().startsWith("is handed on as a reference"))
                .extracting(Map.Entry::getKey)
                .containsExactly(
                        "containers[envconf].command[2]",
                        "containers[thrift].command[2]",
                        "containers[spark-class].command[2]",
                        "containers[java].command[1]");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void confInVariablesIsJudgedAsConfInWordsAndWhatWouldBePrintedIsSaid() {
        check.put("S3_KEY", "it's-Dummy");
        check.put("DB_PASSWORD", "it's-Dummy");
        CommandRun run = check.run(labelled("spark-conf-in-env/pod.yaml"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("PYSPARK_SUBMIT_ARGS +\\$\\{secrets.S3_KEY} +database +resolves")
                .containsPattern("PYSPARK_SUBMIT_ARGS +\\$\\{secrets.DB_PASSWORD} +- +is handed on as a reference")
                .containsPattern("SPARK_OPTS +\\$\\{secrets.DB_PASSWORD} +- +is handed on as a reference")
                .containsPattern("SPARK_SUBMIT_OPTS +\\$\\{secrets.DB_PASSWORD} +- +is handed on as a reference")
                .containsPattern("SPARK_HISTORY_OPTS +\\$\\{secrets.S3_KEY} .*would be printed")
                .contains("warning: containers[c].env PYSPARK_SUBMIT_ARGS: the image decides what starts here")
                .doesNotContain("it's-Dummy");
    }

    @Test
    void aRepositoryWithAReferenceFailsAsItIsPrinted() {
        check.put("REPO_PASSWORD", "dummy");
        CommandRun run = check.run(read("jars-repositories/spark-defaults.conf"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("line 2, spark.jars.repositories", "is printed by Spark when it looks for packages");
    }

    @Test
    void aReferenceInAnEphemeralContainerFailsInTheServersWords() {
        check.put("DB_PASSWORD", "dummy");
        CommandRun run = check.run(read("ephemeral-container/review.json"), "-o", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(results(run).get("ephemeralContainers[dbg].env A"))
                .isEqualTo(
                        "refers to the secret \"DB_PASSWORD\", but an ephemeral container gets no values; run this in a"
                                + " container that has them, by kubectl exec, or in a pod of its own");
    }

    @Test
    void aValueThatEndsInANewlineResolvesWithAWarning() {
        check.put("FILE_NL", read("trailing-newline-file/value.txt"));
        CommandRun run = check.run(read("trailing-newline-file/spark-defaults.conf"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "warning: line 1, spark.hadoop.fs.s3a.secret.key: the value of the secret \"FILE_NL\" ends in a newline");
    }

    @Test
    void aFieldBehindAByteOrderMarkResolves() {
        check.put("BOM", "dummy");
        check.put("BOMJSON", read("bom-piped/value.json"));
        CommandRun run = check.run(labelled("bom-piped/pod.yaml"), "-o", "json");

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(results(run)).hasSize(2).containsValue("resolves");
    }

    @Test
    void aPodOfAStatefulSetResolvesWithTheLabelAndIsToldThatItNeedsIt() {
        check.put("DB_PASSWORD", "dummy");

        assertThat(check.run(labelled("rotation-statefulset/pod.yaml")).exitCode())
                .isZero();
        assertThat(check.run(read("rotation-statefulset/pod.yaml")).out())
                .contains("the webhook is not called for this pod", "sparksecrets.io/injection: enabled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3&k%ey+1", "100%", "a+b", "p\"a", "a\\b"})
    void aValueWithAMeaningInAUrlIsWarnedOfWithItsPlaceAndItsSecret(String value) {
        check.put("PW", value);

        for (String file : List.of("pod.yaml", "spark-defaults.conf")) {
            CommandRun run = check.run(read("value-in-structured-text/" + file), "-o", "json");
            assertThat(warnings(run))
                    .anyMatch(warning -> warning.contains("url: |url is missing: write ${secrets.PW|url}")
                            || warning.contains("DB_URL: |url is missing: write ${secrets.PW|url}"));
            assertThat(run.out()).doesNotContain(value);
        }
    }

    @Test
    void theReadmeSaysWhereNoReferenceIsResolved() throws Exception {
        String readme = Files.readString(Path.of("../../README.md")).replaceAll("\\s+", " ");

        assertThat(readme)
                .contains(
                        "so that a reference there stays text: - ConfigMaps and Secrets that a pod takes in by `envFrom`")
                .contains("**Ephemeral containers** (`kubectl debug`) get no values");
    }

    private static List<String> warnings(CommandRun run) {
        return JSON.readTree(run.out())
                .path("objects")
                .get(0)
                .path("warnings")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    /** The pod with the label without which the webhook is not called for it. */
    private static String labelled(String name) {
        ObjectNode pod = new ReportedCase(name).pod();
        pod.withObject("metadata").withObject("labels").put(AdmittedPods.LABEL, AdmittedPods.ENABLED);
        return pod.toString();
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

    private static String read(String name) {
        return new ReportedCase(name).text();
    }
}
