package io.sparksecrets.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.manifest.ManifestException;
import io.sparksecrets.manifest.ManifestReader;
import io.sparksecrets.reference.Template;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SubmissionsTest {

    @Test
    void aConfMapGivesTheReferencesThatTheRecordedPodsOfItsRunHave() throws Exception {
        Submission submission = recorded("conf-map.json");
        SentPod driver = submission.pods().get(0);
        SentPod executor = submission.pods().get(1);

        assertThat(references(driver))
                .isEqualTo(references(recorded("driver-pod.json").pods().getFirst()));
        // Spark gives its options to executors in no order, so their numbers differ.
        assertThat(references(executor).values())
                .containsExactlyInAnyOrderElementsOf(
                        references(recorded("executor-pod-1.json").pods().getFirst())
                                .values());
        assertThat(driver.pod().workload("spark").serviceAccount()).isEqualTo("spark");
        assertThat(executor.pod().workload("spark").serviceAccount()).isEqualTo("spark");
        assertThat(submission.notes()).anyMatch(note -> note.contains("one is assumed"));
    }

    @Test
    void aConfMapIsThatOfTheDriverPodAmongTheFiles() throws Exception {
        List<Manifest> manifests = new ArrayList<>();
        for (String file : List.of("conf-map.json", "driver-pod.json")) {
            manifests.addAll(read(file));
        }
        List<Submission> submissions = new Submissions(Optional.empty(), Optional.empty()).of(manifests);
        SentPod driver = submissions.get(1).pods().getFirst();
        assertThat(submissions.get(0).confMaps())
                .singleElement()
                .satisfies(confMap -> assertThat(confMap.driver()).isSameAs(driver));
        assertThat(submissions.get(0).notes()).isEmpty();
    }

    @Test
    void anApplicationThatKubeflowStartsInClientModeGetsNoValues() {
        String application = """
                apiVersion: sparkoperator.k8s.io/v1beta2
                kind: SparkApplication
                metadata: {name: etl, namespace: team-a}
                spec:
                  mode: client
                  sparkVersion: 4.1.1
                  mainApplicationFile: local:///opt/etl.jar
                  sparkConf: {spark.a: '${secrets.CONF}'}
                """;
        Submission submission = of(application);
        assertThat(submission.pods()).isEmpty();
        assertThat(submission.lost()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("spec.sparkConf spark.a");
            assertThat(problem.what())
                    .contains("runs the driver in its own pod")
                    .contains("write mode: cluster");
        });
        assertThat(of(application.replace("client", "cluster")).pods()).isNotEmpty();
        assertThat(of(application
                                .replace("kind: Spark", "kind: ScheduledSpark")
                                .replace("spec:\n", "spec:\n  template:\n")
                                .replaceAll("(?m)^  (mode|spark|main)", "    $1"))
                        .lost())
                .singleElement()
                .satisfies(problem -> assertThat(problem.where()).isEqualTo("spec.template.sparkConf spark.a"));
    }

    @Test
    void kubeflowHandsAnApplicationToSparkSubmitAndItsWebhookAddsTheRest() {
        Submission submission = of("""
                apiVersion: sparkoperator.k8s.io/v1beta2
                kind: SparkApplication
                metadata: {name: etl, namespace: team-a}
                spec:
                  sparkVersion: 4.1.1
                  mainClass: com.example.Etl
                  mainApplicationFile: local:///opt/etl.jar
                  arguments: ['${secrets.ARG}']
                  sparkConf: {spark.a: '${secrets.CONF}', spark.kubernetes.driver.pod.name: mine}
                  hadoopConf: {fs.key: '${secrets.HADOOP}'}
                  volumes:
                  - {name: mounted, hostPath: {path: '/${secrets.MOUNTED}'}}
                  - {name: other, hostPath: {path: '/${secrets.OTHER}'}}
                  driver:
                    serviceAccount: spark
                    env: [{name: E, value: '${secrets.ENV}'}]
                    envVars: {V: '${secrets.VAR}'}
                    javaOptions: -Da=${secrets.OPTION}
                    volumeMounts: [{name: mounted, mountPath: /m}]
                    sidecars: [{name: side, env: [{name: S, value: '${secrets.SIDE}'}]}]
                    initContainers: [{name: init, args: ['${secrets.INIT}']}]
                    template:
                      spec:
                        containers:
                        - {name: spark-kubernetes-driver, env: [{name: T, value: '${secrets.TEMPLATE}'}]}
                        - {name: log, args: ['${secrets.LOG}']}
                  executor:
                    javaOptions: -Db="${secrets.OPTION} x" -Dc=1
                    env: [{name: X, value: '${secrets.EXECUTOR}'}]
                """);
        SentPod driver = submission.pods().get(0);
        assertThat(driver.pod().name()).isEqualTo("mine");
        assertThat(driver.pod().sparkMajorVersion()).hasValue(4);
        assertThat(driver.pod().workload("team-a").serviceAccount()).isEqualTo("spark");
        // Spark puts its own container behind those of the template, and sidecars come after that.
        assertThat(driver.json().at("/spec/containers"))
                .extracting(container -> container.path("name").asString(""))
                .containsExactly("log", "spark-kubernetes-driver", "side");
        assertThat(references(driver))
                .containsEntry("spark-kubernetes-driver T", "${secrets.TEMPLATE}")
                .containsEntry("spark-kubernetes-driver V", "${secrets.VAR}")
                .containsEntry("spark-kubernetes-driver E", "${secrets.ENV}")
                .containsEntry("spark-kubernetes-driver arg 6", "${secrets.ARG}")
                .containsEntry("log arg 0", "${secrets.LOG}")
                .containsEntry("side S", "${secrets.SIDE}")
                .containsEntry("init arg 0", "${secrets.INIT}")
                .hasSize(7);
        assertThat(driver.json().at("/spec/volumes").toString())
                .contains("${secrets.MOUNTED}")
                .doesNotContain("${secrets.OTHER}");
        assertThat(driver.origins().of("container spark-kubernetes-driver, env V", "x"))
                .containsExactly("spec.driver.envVars V");
        assertThat(driver.origins().of("container spark-kubernetes-driver, env T", "x"))
                .containsExactly("spec.driver.template.spec.containers[spark-kubernetes-driver].env T");
        assertThat(driver.origins().of("spec.volumes[1].hostPath.path", "x"))
                .containsExactly("spec.volumes[mounted].hostPath.path");
        assertThat(driver.origins().of("init container init, args[0]", "x"))
                .containsExactly("spec.driver.initContainers[init].args[0]");

        SentPod executor = submission.pods().get(1);
        assertThat(executor.pod().workload("team-a").serviceAccount()).isEqualTo("spark");
        assertThat(references(executor))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "spark-kubernetes-executor SPARK_JAVA_OPT_0", "-Db=${secrets.OPTION} x",
                        "spark-kubernetes-executor X", "${secrets.EXECUTOR}"));
        assertThat(executor.origins().of("container spark-kubernetes-executor, env SPARK_JAVA_OPT_0", "x"))
                .containsExactly("spec.executor.javaOptions");

        SentConfMap confMap = submission.confMaps().getFirst();
        assertThat(confMap.json().at("/data/spark.properties").asString(""))
                .contains("spark.a=${secrets.CONF}", "spark.hadoop.fs.key=${secrets.HADOOP}");
        assertThat(confMap.origins().of("spark.hadoop.fs.key", "x")).containsExactly("spec.hadoopConf fs.key");
    }

    @Test
    void kubeflowStartsAConnectServerByAScript() {
        Submission submission = of("""
                apiVersion: sparkoperator.k8s.io/v1alpha1
                kind: SparkConnect
                metadata: {name: connect, namespace: team-a}
                spec:
                  sparkVersion: 4.1.1
                  sparkConf: {spark.executorEnv.E: '${secrets.E}', spark.b: '${secrets.B}'}
                  hadoopConf: {spark.hadoop.a: '${secrets.A}', c: '${secrets.C}'}
                  server: {template: {metadata: {labels: {x: z}}, spec: {serviceAccountName: s}}}
                  executor: {template: {spec: {serviceAccountName: e, containers: [{name: spark-kubernetes-executor, env: [{name: T, value: '${secrets.T}'}]}]}}}
                """);
        SentPod server = submission.pods().get(0);
        assertThat(server.json().at("/metadata/labels/spark-role").asString("")).isEqualTo("connect-server");
        assertThat(server.json().at("/metadata/labels/x").asString("")).isEqualTo("z");
        assertThat(server.pod().workload("team-a").serviceAccount()).isEqualTo("s");
        assertThat(server.json().at("/spec/containers/0/command").toString()).isEqualTo("[\"bash\",\"-c\"]");
        assertThat(server.json().at("/spec/containers/0/args/0").asString(""))
                .startsWith("${SPARK_HOME}/sbin/start-connect-server.sh --master k8s://")
                .contains(
                        " --conf spark.b=${secrets.B} --conf spark.hadoop.a=${secrets.A} --conf spark.hadoop.c=${secrets.C}");
        assertThat(server.origins().of("container spark-kubernetes-driver, args[0] (shell script)", "spark.b is wrong"))
                .containsExactly("spec.sparkConf spark.b");
        SentPod executor = submission.pods().get(1);
        assertThat(references(executor))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "spark-kubernetes-executor E", "${secrets.E}", "spark-kubernetes-executor T", "${secrets.T}"));
        assertThat(executor.pod().workload("team-a").serviceAccount()).isEqualTo("e");
    }

    @Test
    void apachesOperatorMakesTheDriverPodItself() {
        Submission submission = of("""
                apiVersion: spark.apache.org/v1
                kind: SparkApplication
                metadata: {name: pi, namespace: team-a}
                spec:
                  mainClass: com.example.Pi
                  jars: local:///opt/pi.jar
                  driverArgs: ['${secrets.ARG}']
                  runtimeVersions: {sparkVersion: 4.2.0}
                  sparkConf: {spark.a: '${secrets.A}', spark.app.name: 'x-${secrets.NAME}', spark.kubernetes.driverEnv.D: '${secrets.D}'}
                  driverSpec: {podTemplateSpec: {spec: {containers: [{name: main, env: [{name: T, value: '${secrets.T}'}]}]}}}
                """);
        SentPod driver = submission.pods().getFirst();
        assertThat(driver.pod().name()).isEqualTo("pi-0-driver");
        assertThat(references(driver))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("main T", "${secrets.T}", "main D", "${secrets.D}", "main arg 6", "${secrets.ARG}"));
        assertThat(driver.origins().of("container main, args[6]", "x")).containsExactly("spec.driverArgs[0]");
        SentConfMap confMap = submission.confMaps().getFirst();
        assertThat(confMap.name()).isEqualTo("pi-0-spark-drv-conf-map");
        assertThat(confMap.json().at("/data/spark.properties").asString(""))
                .contains("spark.app.name=pi\n", "spark.jars=local\\:///opt/pi.jar", "spark.authenticate=true");
        assertThat(submission.lost())
                .singleElement()
                .hasToString(
                        "spec.sparkConf spark.app.name: is not used: spark.app.name is set by what submits the application");
    }

    @Test
    void apachesOperatorHandsTheConfOfAClusterToItsPodsInVariables() {
        Submission submission = of("""
                apiVersion: spark.apache.org/v1
                kind: SparkCluster
                metadata: {name: c, namespace: team-a}
                spec:
                  runtimeVersions: {sparkVersion: 4.2.0}
                  sparkConf: {spark.a: '${secrets.A}', spark.b: x}
                  workerSpec: {statefulSetSpec: {template: {spec: {serviceAccountName: w, containers: [{name: worker, env: [{name: T, value: '${secrets.T}'}]}]}}}}
                """);
        assertThat(references(submission.pods().get(0)))
                .containsExactlyEntriesOf(
                        Map.of("master SPARK_MASTER_OPTS", "-Dspark.a=\"${secrets.A}\" -Dspark.b=\"x\" "));
        SentPod worker = submission.pods().get(1);
        assertThat(references(worker))
                .containsEntry("worker T", "${secrets.T}")
                .containsKey("worker SPARK_WORKER_OPTS");
        assertThat(worker.pod().workload("team-a").serviceAccount()).isEqualTo("w");
        assertThat(worker.json().at("/metadata/labels/spark-role").asString("")).isEqualTo("worker");
        assertThat(worker.origins().of("container worker, env SPARK_WORKER_OPTS", "x"))
                .containsExactly("spec.sparkConf spark.a");
    }

    @Test
    void whatStandsInOtherFilesIsSaidToBeUnknown() {
        assertThat(of("spark.kubernetes.executor.podTemplateFile /t.yaml\n").notes())
                .singleElement()
                .asString()
                .startsWith("the pod template of the executor is in another file, /t.yaml");
    }

    private static Map<String, String> references(SentPod pod) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : pod.json().path("spec").path(list)) {
                String name = container.path("name").asString("");
                for (JsonNode variable : container.path("env")) {
                    add(found, name + " " + variable.path("name").asString(""), variable.path("value"));
                }
                int number = 0;
                for (JsonNode word : container.path("args")) {
                    add(found, name + " arg " + number++, word);
                }
            }
        }
        return found;
    }

    private static void add(Map<String, String> found, String place, JsonNode text) {
        if (Template.mayHoldReference(text.asString(""))) {
            found.put(place, text.asString(""));
        }
    }

    private static Submission recorded(String file) throws Exception {
        return new Submissions(Optional.empty(), Optional.empty())
                .of(read(file))
                .getFirst();
    }

    private static List<Manifest> read(String file) throws Exception {
        try (InputStream in =
                Objects.requireNonNull(SubmissionsTest.class.getResourceAsStream("/requests/spark-4.1.1/" + file))) {
            return ManifestReader.read("-", in);
        }
    }

    private static Submission of(String manifest) {
        try {
            List<Manifest> read =
                    ManifestReader.read("-", new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)));
            return new Submissions(Optional.empty(), Optional.empty()).of(read).getFirst();
        } catch (ManifestException e) {
            throw new AssertionError(e);
        }
    }
}
