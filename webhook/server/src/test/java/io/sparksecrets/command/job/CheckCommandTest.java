package io.sparksecrets.command.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.command.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SuppressWarnings("NullAway.Init")
class CheckCommandTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path directory;

    private final CheckRuns check = new CheckRuns();

    @BeforeEach
    void write() {
        check.put("DB", "value-of-DB");
        check.put("A", "value-of-A");
        check.vault.putFields("a/b", Map.of("user", "value-of-user"));
    }

    @Test
    void everyReferenceIsARowThatSaysWhatBecameOfIt() {
        CommandRun run = check.run("""
                kind: Pod
                metadata: {namespace: a, labels: {sparksecrets.io/injection: enabled}}
                spec:
                  serviceAccountName: etl
                  containers:
                  - name: main
                    args: ["${secrets.MISSING}"]
                    env:
                    - {name: URL, value: "x${secrets.DB}y${secrets:vault:a/b#user}"}
                    - {name: BAD, value: "${secrets.}"}
                """);
        assertThat(run.exitCode()).isEqualTo(1);
        List<String> lines = run.out().lines().toList();
        assertThat(lines)
                .hasSize(5)
                .startsWith("WHERE                     REFERENCE                  STORE     RESULT")
                .contains(
                        "containers[main].env URL  ${secrets.DB}              database  resolves",
                        "containers[main].env URL  ${secrets:vault:a/b#user}  vault     resolves")
                .last()
                .asString()
                .startsWith(
                        "containers[main].env BAD  -                          -         malformed reference at character 1");
        assertThat(lines.get(1))
                .startsWith(
                        "containers[main].args[0]  ${secrets.MISSING}         database  secret \"MISSING\" is not found");
        assertThat(run.err()).isEqualTo("error: 2 references failed\n");
    }

    @Test
    void whatIsRefusedWithAnotherReferenceOfItsScriptIsNotSaidToBeHandedOn() {
        CommandRun run = check.run("""
                apiVersion: sparkoperator.k8s.io/v1alpha1
                kind: SparkConnect
                metadata: {name: connect, namespace: a}
                spec:
                  sparkVersion: 4.1.1
                  image: spark
                  sparkConf: {spark.a: "${secrets.A}", spark.driver.extraJavaOptions: "-Da=${secrets.DB}"}
                  executor: {instances: 1}
                """);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("is part of a script or a command that is refused because of another reference in it")
                .contains("which takes no reference within a script")
                .doesNotContain("handed on");
        assertThat(run.err()).isEqualTo("error: 2 references failed\n");
    }

    @Test
    void aJobWhoseReferencesAllHaveAValuePasses() {
        assertThat(check.run("spark.a ${secrets.DB}\n")).isEqualTo(new CommandRun(0, """
                        WHERE            REFERENCE      STORE     RESULT
                        line 1, spark.a  ${secrets.DB}  database  resolves
                        """, ""));
        assertThat(check.run("kind: Pod\n")).isEqualTo(new CommandRun(0, "There are no references.\n", ""));
    }

    @Test
    void whatHoldsNoReferenceNeedsNoConfiguration() {
        assertThat(check.run("kind: Pod\n", "--config", "/no/such/file").exitCode())
                .isZero();
    }

    @Test
    void aPodThatTheWebhookIsNotCalledForFails() {
        CommandRun run = check.run("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: d, namespace: team-a}
                spec: {template: {spec: {containers: [{name: c, env: [{name: A, value: '${secrets.A}'}]}]}}}
                """);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "spec.template.spec.containers[c].env A  ${secrets.A}  database  resolves, but the webhook is not"
                                + " called for this pod")
                .contains("sparksecrets.io/injection: enabled");
    }

    @Test
    void severalManifestsAreToldApart() throws Exception {
        Path conf = Files.writeString(directory.resolve("spark-defaults.conf"), "spark.a ${secrets.DB}\n");
        CommandRun run = check.run(
                "kind: Pod\n---\nkind: Pod\nspec: {containers: [{args: ['${secrets.A}']}]}\n",
                conf.toString(),
                "-n",
                "team-b");
        assertThat(run.out().lines().filter(line -> line.endsWith(":")))
                .containsExactly("standard input, document 1:", "standard input, document 2:", conf + ":");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"kind": "Pod", "spec": {"containers": [{"args": ["${secrets.A}"]}]}}                                    | default/default
            {"kind": "Pod", "metadata": {"namespace": "n"}, "spec": {"serviceAccountName": "s", "containers": [{"args": ["${secrets.A}"]}]}} | n/s
            {"kind": "Pod", "spec": {"serviceAccount": "s", "initContainers": [{"args": ["${secrets.A}"]}]}}         | default/s
            {"kind": "PodTemplate", "template": {"spec": {"serviceAccountName": "s", "containers": [{"args": ["${secrets.A}"]}]}}} | default/s
            {"kind": "Deployment", "spec": {"template": {"spec": {"serviceAccountName": "s", "containers": [{"args": ["${secrets.A}"]}]}}}} | default/s
            {"kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {"serviceAccountName": "s", "containers": [{"args": ["${secrets.A}"]}]}}}}}} | default/s
            {"kind": "ConfigMap", "metadata": {"name": "spark-drv-1-conf-map"}, "data": {"spark.properties": "spark.a=${secrets.A}\\nspark.kubernetes.namespace=n\\nspark.kubernetes.authenticate.driver.serviceAccountName=s"}} | n/s
            {"kind": "SparkApplication", "apiVersion": "sparkoperator.k8s.io/v1beta2", "spec": {"sparkConf": {"spark.a": "${secrets.A}"}, "driver": {"serviceAccount": "s"}}} | default/s
            {"kind": "SparkApplication", "apiVersion": "sparkoperator.k8s.io/v1beta2", "spec": {"driver": {"serviceAccount": "t"}, "executor": {"serviceAccount": "s", "envVars": {"A": "${secrets.A}"}}}} | default/s
            {"kind": "SparkApplication", "apiVersion": "sparkoperator.k8s.io/v1beta2", "spec": {"driver": {"serviceAccount": "s"}, "executor": {"env": [{"name": "A", "value": "${secrets.A}"}]}}} | default/s
            {"kind": "SparkApplication", "apiVersion": "sparkoperator.k8s.io/v1beta2", "spec": {"driver": {"serviceAccount": "t"}, "executor": {"env": [{"name": "A", "value": "${secrets.A}"}], "template": {"spec": {"serviceAccount": "s", "containers": []}}}}} | default/s
            {"kind": "SparkApplication", "apiVersion": "sparkoperator.k8s.io/v1beta2", "spec": {"driver": {"env": [{"name": "A", "value": "${secrets.A}"}], "template": {"spec": {"serviceAccountName": "s"}}}}} | default/s
            {"kind": "ScheduledSparkApplication", "apiVersion": "sparkoperator.k8s.io/v1beta2", "spec": {"template": {"arguments": ["${secrets.A}"], "driver": {"serviceAccount": "s"}}}} | default/s
            {"kind": "SparkConnect", "apiVersion": "sparkoperator.k8s.io/v1alpha1", "spec": {"sparkConf": {"spark.a": "${secrets.A}"}, "server": {"template": {"spec": {"serviceAccountName": "s"}}}}} | default/s
            {"kind": "SparkApplication", "apiVersion": "spark.apache.org/v1", "spec": {"sparkConf": {"spark.a": "${secrets.A}", "spark.kubernetes.namespace": "n", "spark.kubernetes.authenticate.driver.serviceAccountName": "s"}}} | n/s
            {"kind": "SparkCluster", "apiVersion": "spark.apache.org/v1", "spec": {"runtimeVersions": {"sparkVersion": "4.1.1"}, "sparkConf": {"spark.a.secret": "${secrets.A}"}, "masterSpec": {"statefulSetSpec": {"template": {"spec": {"serviceAccountName": "s"}}}}, "workerSpec": {"statefulSetSpec": {"template": {"spec": {"serviceAccountName": "s"}}}}}} | default/s
            {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"namespace": "n", "object": {"kind": "Pod", "spec": {"serviceAccountName": "s", "containers": [{"args": ["${secrets.A}"]}]}}}} | n/s
            """)
    void theWorkloadIsTheOneThatThePodsWillBe(String json, String workload) {
        JsonNode references = object(check.run(json, "-o", "json")).path("references");
        assertThat(references)
                .singleElement()
                .extracting(reference -> reference.path("namespace").asString("") + "/"
                        + reference.path("serviceAccount").asString(""))
                .isEqualTo(workload);
    }

    @Test
    void flagsOverrideTheWorkloadOfTheManifest() {
        String conf = """
                spark.kubernetes.namespace n
                spark.a ${secrets.A}
                spark.kubernetes.authenticate.executor.serviceAccountName e
                spark.executorEnv.A ${secrets.A}
                """;
        JsonNode object = object(check.run(conf, "-n", "m", "--service-account", "t", "-o", "json"));
        assertThat(object.path("pods"))
                .extracting(pod -> pod.path("namespace").asString(""))
                .containsOnly("m");
        assertThat(object.path("pods"))
                .extracting(pod -> pod.path("serviceAccount").asString(""))
                .containsOnly("t");
        assertThat(object.path("references"))
                .hasSize(2)
                .extracting(reference -> reference.path("serviceAccount").asString(""))
                .containsOnly("t");
    }

    @Test
    void aProgramReadsWhatBecameOfAllAsJson() {
        CommandRun run = check.run("""
                apiVersion: sparkoperator.k8s.io/v1beta2
                kind: SparkApplication
                metadata: {name: etl, namespace: team-a}
                spec:
                  driver: {serviceAccount: spark, env: [{name: A, value: '${secrets.A}'}]}
                  executor: {annotations: {note: '${secrets.}'}}
                """, "-o", "json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("error: 1 reference failed\n");
        JsonNode document = JSON.readTree(run.out());
        assertThat(document.path("counts").toString())
                .isEqualTo("{\"objects\":1,\"references\":2,\"failures\":1,\"warnings\":0}");
        assertThat(document.path("ok").asBoolean(true)).isFalse();
        JsonNode object = object(run);
        assertThat(object.path("pods").get(0).toString())
                .isEqualTo("{\"what\":\"driver pod\",\"name\":\"etl-driver\",\"namespace\":\"team-a\","
                        + "\"serviceAccount\":\"spark\",\"selected\":true,\"admitted\":true}");
        assertThat(object.path("references").get(0).toString())
                .isEqualTo("{\"place\":\"spec.driver.env A\",\"reference\":\"${secrets.A}\",\"store\":\"database\","
                        + "\"namespace\":\"team-a\",\"serviceAccount\":\"spark\",\"ok\":true,\"result\":\"resolves\"}");
        JsonNode malformed = object.path("references").get(1);
        assertThat(malformed.path("place").asString("")).isEqualTo("spec.executor.annotations note");
        assertThat(malformed.path("reference").isNull()).isTrue();
        assertThat(malformed.path("store").isNull()).isTrue();
    }

    @Test
    void whatIsNoManifestIsBadInput() {
        String why =
                "standard input:1:5: no valid YAML: while parsing a flow node, expected the node content, but found '<stream end>'";
        assertThat(check.run("a: [")).isEqualTo(new CommandRun(2, "", "error: " + why + "\n"));

        CommandRun asJson = check.run("a: [", "-o", "json");
        assertThat(asJson.exitCode()).isEqualTo(2);
        assertThat(asJson.err()).isEqualTo("error: " + why + "\n");
        assertThat(JSON.readTree(asJson.out()).path("errors").get(0).asString(""))
                .isEqualTo(why);
    }

    private static JsonNode object(CommandRun run) {
        return JSON.readTree(run.out()).path("objects").get(0);
    }
}
