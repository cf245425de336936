package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.sparksecrets.e2e.cluster.StoredObject;
import io.sparksecrets.e2e.operator.OperatedResource;
import io.sparksecrets.e2e.operator.SparkOperator;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.testing.Waiting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The SparkConnect of the README, with a server and an executor that the spark-operator runs. */
@EndToEndTest
@ExtendWith(OperatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class SparkConnectIT {

    private static final String NAMESPACE = OperatorExtension.CONNECT;
    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private Installation installation;
    private SparkOperator operator;
    private Secrets secrets;
    private OperatedResource connect;

    @BeforeAll
    void createTheSparkConnectOfTheReadme(Installation installation, SparkOperator operator) throws Exception {
        this.installation = installation;
        this.operator = operator;
        secrets = new Secrets(installation.webhook())
                .put("CONNECT_S3_KEY", "\"it's\" a $HOME ", " \\ \\\\ $(id) `id` *")
                .put("CONNECT_DB_PASSWORD", "'single' ", " ${HOME}");
        connect = operator.create(Readme.manifest(
                "SparkConnect",
                """
                metadata: {namespace: %s}
                spec:
                  image: %s
                  server:
                    template:
                      spec:
                        containers:
                          - name: spark-kubernetes-driver
                            imagePullPolicy: Never
                            env: [{name: DB_PASSWORD, value: "${secrets.CONNECT_DB_PASSWORD}"}]
                            volumeMounts: [{name: jobs, mountPath: /opt/jobs}]
                        volumes: [{name: jobs, hostPath: {path: %3$s}}]
                  executor:
                    instances: 1
                    memory: 512m
                    template:
                      spec:
                        containers:
                          - name: spark-kubernetes-executor
                            imagePullPolicy: Never
                            volumeMounts: [{name: jobs, mountPath: /opt/jobs}]
                        volumes: [{name: jobs, hostPath: {path: %3$s}}]
                """.formatted(
                                NAMESPACE,
                                installation.spark().image(),
                                installation.job().getParent()),
                """
                spec:
                  sparkConf:
                    spark.kubernetes.container.image.pullPolicy: Never
                    spark.kubernetes.executor.request.cores: 50m
                    spark.driver.extraClassPath: /opt/jobs/%1$s
                    spark.executor.extraClassPath: /opt/jobs/%1$s
                    spark.plugins: io.sparksecrets.e2e.job.ArrivalPlugin
                    spark.e2e.expect: %2$s
                """.formatted(
                                installation.job().getFileName(),
                                String.join(
                                        ",",
                                        "driver:env:DB_PASSWORD:" + secrets.hash("CONNECT_DB_PASSWORD"),
                                        "driver:conf:spark.hadoop.fs.s3a.secret.key:" + secrets.hash("CONNECT_S3_KEY"),
                                        "driver:hadoop:fs.s3a.secret.key:" + secrets.hash("CONNECT_S3_KEY"),
                                        "executor:env:DB_PASSWORD:" + secrets.hash("CONNECT_DB_PASSWORD")))));
    }

    @Test
    @Order(1)
    void everyValueArrivesInTheServerAndInItsExecutor() throws Exception {
        connect.awaitStatus("Ready", "state");
        Waiting.until("the server to start", TIMEOUT, () -> log(server()).contains("Spark Connect server started at"));
        Waiting.until(
                "an executor to run",
                TIMEOUT,
                () -> executors().stream()
                        .anyMatch(executor -> executor.getStatus().getPhase().equals("Running")
                                && log(executor).contains("executor 1: ")));

        assertThat(reports(server()))
                .hasSize(3)
                .allSatisfy(report -> assertThat(report).endsWith(" arrived"));
        assertThat(reports(executors().getFirst()))
                .hasSize(1)
                .allSatisfy(report -> assertThat(report).endsWith(" arrived"));
    }

    @Test
    @Order(2)
    void aClientGetsAnAnswerFromTheExecutor() throws Exception {
        String answer = new Application(installation.client(), NAMESPACE, "connect-server")
                .run(
                        server(),
                        "env",
                        "SPARK_CONNECT_BEELINE=1",
                        "/opt/spark/bin/beeline",
                        "-u",
                        "jdbc:sc://localhost:15002",
                        "--outputformat=csv2",
                        "-e",
                        "SELECT sha2(reflect('java.lang.System', 'getenv', 'DB_PASSWORD'), 256) FROM range(1)");

        assertThat(answer).contains(secrets.hash("CONNECT_DB_PASSWORD"));
    }

    @Test
    @Order(3)
    void noValueIsInAnyObjectButSecretsNorInTheLogs() throws Exception {
        List<StoredObject> stored = installation.cluster().stored();

        assertThat(secrets.outsideOfSecrets(stored)).isEmpty();
        assertThat(stored)
                .anyMatch(object -> object.isSecret() && secrets.in(object).contains("CONNECT_S3_KEY"))
                .extracting(StoredObject::key)
                .contains("/registry/sparkoperator.k8s.io/sparkconnects/operator-connect/connect");
        assertThat(installation.cluster().<List<String>>auditLog(secrets::in)).isEmpty();
        assertThat(secrets.in(operator.log())).isEmpty();
        assertThat(secrets.in(installation.webhook().log())).isEmpty();
        assertThat(log(server()))
                .as("the script that starts the server says so, and would print the command line with the conf")
                .contains("starting org.apache.spark.sql.connect.service.SparkConnectServer")
                .doesNotContain("Spark Command:");
        assertThat(secrets.in(log(server()))).isEmpty();
        assertThat(secrets.in(new Application(installation.client(), NAMESPACE, "connect-server").processes(server())))
                .as("the conf is in the command line: the README says so")
                .containsExactly("CONNECT_S3_KEY");
        assertThat(executors())
                .isNotEmpty()
                .allSatisfy(executor -> assertThat(secrets.in(log(executor))).isEmpty());
    }

    @Test
    @Order(4)
    void itsDeliverySecretsGoWithIt() throws Exception {
        assertThat(delivered())
                .as("one for the server, one for the executors")
                .hasSize(2)
                .allSatisfy(secret -> assertThat(secret.getImmutable()).isTrue());

        connect.delete();

        Waiting.until("the delivery Secrets to go", TIMEOUT, () -> delivered().isEmpty());
    }

    private Pod server() {
        return installation
                .client()
                .pods()
                .inNamespace(NAMESPACE)
                .withName("connect-server")
                .require();
    }

    private List<Pod> executors() {
        return installation
                .client()
                .pods()
                .inNamespace(NAMESPACE)
                .withLabel("sparkoperator.k8s.io/connect-name", "connect")
                .withLabel("spark-role", "executor")
                .list()
                .getItems();
    }

    private List<Secret> delivered() {
        return installation.client().secrets().inNamespace(NAMESPACE).list().getItems();
    }

    private String log(Pod pod) {
        return installation.client().pods().resource(pod).getLog();
    }

    private List<String> reports(Pod pod) {
        return log(pod).lines()
                .filter(line -> line.matches("(driver|executor \\d+): .*"))
                .toList();
    }
}
