package io.sparksecrets.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.command.ReferenceChecker.Verdict;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Reference;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init")
class CheckCommandTest {

    @TempDir
    Path directory;

    private final Map<Workload, Set<Reference>> asked = new LinkedHashMap<>();

    @Test
    void everyReferenceIsARowThatSaysWhatBecameOfIt() {
        CommandRun run = check("""
                kind: Pod
                metadata: {namespace: team-a}
                spec:
                  serviceAccountName: etl
                  containers:
                  - name: main
                    args: ["${secrets.MISSING}"]
                    env:
                    - {name: URL, value: "x${secrets.DB}y${secrets:vault:a/b#user}"}
                    - {name: BAD, value: "${secrets.}"}
                """, "-");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines().toList())
                .hasSize(5)
                .startsWith(
                        "WHERE                     REFERENCE                  STORE     RESULT",
                        "containers[main].args[0]  ${secrets.MISSING}         database  not found",
                        "containers[main].env URL  ${secrets.DB}              database  ok",
                        "containers[main].env URL  ${secrets:vault:a/b#user}  vault     ok")
                .last()
                .asString()
                .startsWith(
                        "containers[main].env BAD  -                          -         malformed reference at character 1");
        assertThat(run.err()).isEqualTo("error: 2 references failed\n");
        assertThat(asked.keySet()).containsExactly(new Workload("team-a", "etl"));
    }

    @Test
    void aJobWhoseReferencesAllHaveAValuePasses() {
        assertThat(check("spark.a ${secrets.DB}\n", "-")).isEqualTo(new CommandRun(0, """
                        WHERE            REFERENCE      STORE     RESULT
                        line 1, spark.a  ${secrets.DB}  database  ok
                        """, ""));
        assertThat(check("kind: Pod\n", "-")).isEqualTo(new CommandRun(0, "There are no references.\n", ""));
    }

    @Test
    void severalManifestsAreToldApartAndCheckedInOneGo() throws Exception {
        Path conf = Files.writeString(directory.resolve("spark-defaults.conf"), "spark.a ${secrets.DB}\n");
        CommandRun run = check(
                "kind: Pod\n---\nkind: Pod\nspec: {containers: [{args: ['${secrets.X}']}]}\n",
                "-",
                conf.toString(),
                "-n",
                "team-b");
        assertThat(run.out().lines().filter(line -> line.endsWith(":")))
                .containsExactly("standard input, document 1:", "standard input, document 2:", conf + ":");
        assertThat(asked)
                .isEqualTo(Map.of(new Workload("team-b", "default"), Set.of(Reference.to("DB"), Reference.to("X"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"kind": "Pod"}                                                                                         | default/default
            {"kind": "Pod", "metadata": {"namespace": "n"}, "spec": {"serviceAccountName": "s"}}                     | n/s
            {"kind": "Deployment", "spec": {"template": {"spec": {"serviceAccountName": "s"}}}}                      | default/s
            {"kind": "ConfigMap", "data": {"spark.properties": "spark.kubernetes.namespace=n\\nspark.kubernetes.authenticate.driver.serviceAccountName=s"}} | n/s
            {"kind": "ConfigMap", "data": {"spark.properties": "spark.kubernetes.namespace=\\\\u1"}}                 | default/default
            {"kind": "SparkApplication", "apiVersion": "sparkoperator.k8s.io/v1beta2", "spec": {"driver": {"serviceAccount": "s"}}} | default/s
            {"kind": "SparkApplication", "apiVersion": "spark.apache.org/v1", "spec": {"sparkConf": {"spark.kubernetes.namespace": "n", "spark.kubernetes.authenticate.driver.serviceAccountName": "s"}}} | n/s
            {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"namespace": "n", "object": {"kind": "Pod", "spec": {"serviceAccountName": "s"}}}} | n/s
            """)
    void theWorkloadIsTheOneThatThePodsWillBe(String json, String workload) {
        String withReference = json.replaceFirst("\\{\"kind\"", "{\"note\": \"\\${secrets.A}\", \"kind\"");
        if (json.contains("AdmissionReview")) {
            withReference = json.replace("{\"kind\": \"Pod\"", "{\"note\": \"${secrets.A}\", \"kind\": \"Pod\"");
        }
        check(withReference, "-");
        assertThat(asked.keySet()).extracting(Workload::toString).containsExactly("service account " + workload);
    }

    @Test
    void flagsOverrideTheWorkloadOfTheManifest() {
        check("spark.kubernetes.namespace n\nspark.a ${secrets.A}\n", "-", "-n", "m", "--service-account", "t");
        assertThat(asked.keySet()).containsExactly(new Workload("m", "t"));
    }

    @Test
    void whatIsNoManifestIsBadInput() {
        assertThat(check("a: [", "-"))
                .isEqualTo(
                        new CommandRun(
                                2,
                                "",
                                "error: standard input:1:5: no valid YAML: while parsing a flow node, expected the node content, but found '<stream end>'\n"));
    }

    private CommandRun check(String input, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "check";
        all[1] = "-f";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        ReferenceChecker checker = (configuration, defaultStore, references) -> {
            asked.putAll(references);
            return references.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> verdicts(entry.getValue())));
        };
        return CommandRun.of(CheckCommand.create(checker, access -> Optional.empty(), in, Map.of("HOME", "/h")), all);
    }

    private static Map<Reference, Verdict> verdicts(Set<Reference> references) {
        return references.stream().collect(Collectors.toMap(reference -> reference, reference -> {
            boolean ok = !List.of("MISSING").contains(reference.path());
            return new Verdict(reference.store() == null ? "database" : reference.store(), ok, ok ? "ok" : "not found");
        }));
    }
}
