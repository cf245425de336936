package io.sparksecrets.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.manifest.ManifestReader;
import io.sparksecrets.reference.Reference;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceFinderTest {

    @Test
    void referencesOfAPodAreFoundWhereverTheyStand() throws Exception {
        assertThat(find("""
                kind: Pod
                metadata:
                  annotations:
                    note: ${secrets.ANNOTATION}
                    kubectl.kubernetes.io/last-applied-configuration: '{"a": "${secrets.REPEATED}"}'
                    sparksecrets.io/delivery: ${secrets.OURS}
                  managedFields: [{note: "${secrets.MANAGED}"}]
                spec:
                  initContainers:
                  - name: prepare
                    env: [{name: A, value: "x ${secrets.INIT} y"}]
                  containers:
                  - name: main
                    command: [sh, -c, "echo ${secrets.COMMAND} ${secrets:vault:team/x#user}"]
                    args: [a, b, "${secrets.ARG:-none}"]
                    env:
                    - {name: DB_URL, value: "jdbc:${secrets.USER}:${secrets.PASSWORD}:${secrets.USER}"}
                    - {name: REF, valueFrom: {configMapKeyRef: {key: "${secrets.KEY}"}}}
                    - {name: ESCAPED, value: "$${secrets.NONE} ${other} $(VAR)"}
                    lifecycle: {postStart: {exec: {command: [run, "${secrets.HOOK}"]}}}
                    livenessProbe: {httpGet: {httpHeaders: [{name: Auth, value: "${secrets.PROBE}"}]}}
                status: {message: "${secrets.STATUS}"}
                """))
                .containsExactly(
                        "metadata.annotations note: ${secrets.ANNOTATION}",
                        "initContainers[prepare].env A: ${secrets.INIT}",
                        "containers[main].command[2]: ${secrets.COMMAND}",
                        "containers[main].command[2]: ${secrets:vault:team/x#user}",
                        "containers[main].args[2]: ${secrets.ARG:-none}",
                        "containers[main].env DB_URL: ${secrets.USER}",
                        "containers[main].env DB_URL: ${secrets.PASSWORD}",
                        "containers[main].env REF.valueFrom.configMapKeyRef.key: ${secrets.KEY}",
                        "containers[main].lifecycle.postStart.exec.command[1]: ${secrets.HOOK}",
                        "containers[main].livenessProbe.httpGet.httpHeaders[Auth].value: ${secrets.PROBE}");
    }

    @Test
    void referencesOfAConfMapAreFoundByKeyAndInOtherFilesByLine() throws Exception {
        assertThat(find("""
                kind: ConfigMap
                data:
                  spark.properties: |
                    #comment ${secrets.COMMENT}
                    spark.a=jdbc\\:${secrets.A}
                    spark.b=${secrets\\:vault\\:B}
                  hive-site.xml: |
                    <x>
                    <y>${secrets.C}</y> ${secrets.D}
                    ${secrets.D}
                binaryData: {x: aGVsbG8=}
                """))
                .containsExactly(
                        "spark.properties spark.a: ${secrets.A}",
                        "spark.properties spark.b: ${secrets:vault:B}",
                        "hive-site.xml, line 2: ${secrets.C}",
                        "hive-site.xml, line 2: ${secrets.D}",
                        "hive-site.xml, line 3: ${secrets.D}");
    }

    @Test
    void aConfFileThatSparkCannotReadIsSearchedByLine() throws Exception {
        assertThat(find("kind: ConfigMap\ndata:\n  spark.properties: |\n    spark.a=\\u1\n    spark.b=${secrets.B}\n"))
                .containsExactly("spark.properties, line 2: ${secrets.B}");
    }

    @Test
    void referencesOfASparkApplicationAreFoundInItsMapsAndLists() throws Exception {
        assertThat(find("""
                apiVersion: sparkoperator.k8s.io/v1beta2
                kind: SparkApplication
                spec:
                  arguments: ["${secrets.ARG}"]
                  sparkConf: {spark.hadoop.fs.s3a.secret.key: "${secrets.S3}"}
                  hadoopConf: {fs.s3a.access.key: "${secrets.S3_KEY}"}
                  driver:
                    envVars: {DB_PASSWORD: "${secrets.DB}"}
                    env: [{name: OTHER, value: "${secrets.OTHER}"}]
                    javaOptions: -Dx=${secrets.OPTION}
                  executor:
                    template: {spec: {containers: [{name: spark, env: [{name: T, value: "${secrets.T}"}]}]}}
                """))
                .containsExactly(
                        "spec.arguments[0]: ${secrets.ARG}",
                        "spec.sparkConf spark.hadoop.fs.s3a.secret.key: ${secrets.S3}",
                        "spec.hadoopConf fs.s3a.access.key: ${secrets.S3_KEY}",
                        "spec.driver.envVars DB_PASSWORD: ${secrets.DB}",
                        "spec.driver.env OTHER: ${secrets.OTHER}",
                        "spec.driver.javaOptions: ${secrets.OPTION}",
                        "spec.executor.template.spec.containers[spark].env T: ${secrets.T}");
    }

    @Test
    void referencesOfSparkDefaultsAreFoundByLineAndKey() throws Exception {
        assertThat(find("spark.a x\n\nspark.b  ${secrets.B}\n")).containsExactly("line 3, spark.b: ${secrets.B}");
    }

    @Test
    void theRequestsOfARealRunAreSearchedForTheirObject() throws Exception {
        assertThat(recorded("driver-pod.json"))
                .containsExactly(
                        "containers[spark-kubernetes-driver].env PROBE_MIX: ${secrets.DB_PASS}",
                        "containers[spark-kubernetes-driver].env PROBE_MIX: ${secrets.EXE_PASS}",
                        "containers[spark-kubernetes-driver].env PROBE_DB: ${secrets.DB_PASS}");
        assertThat(recorded("conf-map.json"))
                .contains("spark.properties spark.hadoop.fs.s3a.secret.key: ${secrets.CONF_PASS}")
                .hasSize(10);
    }

    @Test
    void everyMalformedReferenceIsFoundBesideTheOthers() throws Exception {
        List<Finding> findings = ReferenceFinder.find(
                manifest(
                        "kind: Pod\nspec: {containers: [{name: m, env: [{name: A, value: \"${secrets.a b} ${secrets.OK} ${secrets.} ${secrets.X\"}]}]}"));
        assertThat(findings).hasSize(4).allMatch(finding -> finding.where().equals("containers[m].env A"));
        assertThat(findings.getFirst())
                .isEqualTo(new Finding.Found("containers[m].env A", Reference.to("OK"), "${secrets.OK}"));
        assertThat(findings.subList(1, 4))
                .extracting(finding -> ((Finding.Malformed) finding).why().start())
                .containsExactly(0, 29, 41);
    }

    private static List<String> recorded(String name) throws Exception {
        try (InputStream in = ReferenceFinderTest.class.getResourceAsStream("/requests/spark-4.1.1/" + name)) {
            return describe(ManifestReader.read("-", in).getFirst());
        }
    }

    private static List<String> find(String text) throws Exception {
        return describe(manifest(text));
    }

    private static Manifest manifest(String text) throws Exception {
        return ManifestReader.read("-", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .getFirst();
    }

    private static List<String> describe(Manifest manifest) {
        return ReferenceFinder.find(manifest).stream()
                .map(finding -> finding.where() + ": " + ((Finding.Found) finding).source())
                .toList();
    }
}
