package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.sparksecrets.e2e.cluster.StoredObject;
import io.sparksecrets.e2e.operator.OperatedResource;
import io.sparksecrets.e2e.operator.SparkOperator;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.testing.Waiting;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SparkApplication of the README, run by the spark-operator with its webhook called before and after this one, and two refused. */
@EndToEndTest
@ExtendWith(OperatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class OperatorIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private Installation installation;
    private SparkOperator operator;
    private Secrets secrets;
    private final Map<String, OperatedResource> applications = new HashMap<>();

    @BeforeAll
    void createTheApplicationOfTheReadmeAndTwoThatAreRefused(Installation installation, SparkOperator operator)
            throws Exception {
        this.installation = installation;
        this.operator = operator;
        secrets = new Secrets(installation.webhook())
                .put("ETL_S3_KEY", "a+b/", "==")
                .put("ETL_LICENSE", "\"it's\" a \\ wörd ", " # €")
                .put("ETL_DB_PASSWORD")
                .put("ETL_PROXY_USER")
                .put("ETL_PROXY_PASSWORD");
        for (String namespace : List.of(OperatorExtension.BEFORE, OperatorExtension.AFTER)) {
            applications.put(namespace, create(namespace, "etl", """
                    spec:
                      arguments: ["1", hold, %s]
                    """.formatted(String.join(
                    ", ",
                    expected("driver:conf:spark.hadoop.fs.s3a.secret.key", secrets.value("ETL_S3_KEY")),
                    expected("driver:hadoop:fs.s3a.secret.key", secrets.value("ETL_S3_KEY")),
                    expected("driver:property:etl.license", secrets.value("ETL_LICENSE")),
                    expected("driver:env:DB_PASSWORD", secrets.value("ETL_DB_PASSWORD")),
                    expected(
                            "driver:env:PROXY",
                            "http://%s:%s@proxy:3128"
                                    .formatted(secrets.value("ETL_PROXY_USER"), secrets.value("ETL_PROXY_PASSWORD"))),
                    expected("executor:property:etl.license", secrets.value("ETL_LICENSE")),
                    expected(
                            "executor:env:DB_URL",
                            "jdbc:postgresql://db/etl?password=" + secrets.value("ETL_DB_PASSWORD"))))));
        }
        applications.put("refused driver", create(OperatorExtension.AFTER, "refused-driver", """
                spec:
                  driver:
                    env: [{name: DB_PASSWORD, value: "${secrets.NO_SUCH_KEY}"}]
                """));
        applications.put("refused executor", create(OperatorExtension.BEFORE, "refused-executor", """
                spec:
                  arguments: ["1"]
                  executor:
                    env: [{name: DB_URL, value: "jdbc:postgresql://db/etl?password=${secrets.NO_SUCH_KEY}"}]
                """));
    }

    @ParameterizedTest
    @ValueSource(strings = {OperatorExtension.BEFORE, OperatorExtension.AFTER})
    @Order(1)
    void everyValueArrivesInTheDriverAndInItsExecutor(String namespace) throws Exception {
        created(namespace).awaitStatus("RUNNING", "applicationState", "state");
        Application etl = application(namespace);
        etl.awaitInLog("looked in the driver and in 1 executors");

        assertThat(etl.log(etl.driver()).lines().filter(line -> line.matches("(driver|executor \\d+): .*")))
                .as("five places in the driver, two in the executor")
                .hasSize(5 + 2)
                .allSatisfy(report -> assertThat(report).endsWith(" arrived"));
    }

    @ParameterizedTest
    @ValueSource(strings = {OperatorExtension.BEFORE, OperatorExtension.AFTER})
    @Order(2)
    void bothWebhooksChangeTheDriverPodInTheOrderOfTheirNames(String namespace) throws Exception {
        String own = OperatorExtension.ownConfiguration(installation);
        Pod driver = application(namespace).driver();

        assertThat(installation.cluster().<List<String>>auditLog(log -> AuditedMutations.of(log, driver)))
                .isEqualTo(
                        namespace.equals(OperatorExtension.BEFORE)
                                ? List.of(operator.configuration(), own)
                                : List.of(own, own + "-then-spark-operator", own));
    }

    @Test
    void whyADriverIsRefusedIsInTheStatusOfItsApplication() throws Exception {
        OperatedResource refused = created("refused driver");
        refused.awaitStatus("FAILED", "applicationState", "state");

        assertThat(refused.status("applicationState", "errorMessage"))
                .contains(
                        "Spark Secrets refuses pod operator-after/refused-driver-driver",
                        "env DB_PASSWORD",
                        "NO_SUCH_KEY",
                        "not found");
    }

    @Test
    void whyAnExecutorIsRefusedIsInAnEventOnTheDriverPod() throws Exception {
        Waiting.until(
                "an Event that tells of the refused executor",
                TIMEOUT,
                () -> eventMessages().anyMatch(message -> message.contains("NO_SUCH_KEY")));

        assertThat(eventMessages())
                .anySatisfy(message -> assertThat(message)
                        .contains("refuses pod operator-before/", "env DB_URL", "NO_SUCH_KEY", "not found"));
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void noValueIsInAnyObjectButSecretsNorInAnyLog() throws Exception {
        String planted = secrets.plant("planted in a ConfigMap");
        installation
                .client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(OperatorExtension.BEFORE)
                        .withName("planted")
                        .endMetadata()
                        .addToData("key", planted)
                        .build())
                .create();

        List<StoredObject> stored = installation.cluster().stored();
        assertThat(secrets.outsideOfSecrets(stored))
                .as("the search finds what is planted and nothing else")
                .containsExactly("planted in a ConfigMap in /registry/configmaps/operator-before/planted");
        assertThat(stored)
                .as("it has seen the delivery Secrets and the custom resources")
                .anyMatch(object -> object.isSecret() && secrets.in(object).contains("ETL_DB_PASSWORD"))
                .extracting(StoredObject::key)
                .contains("/registry/sparkoperator.k8s.io/sparkapplications/operator-before/etl");
        assertThat(installation.cluster().<List<String>>auditLog(secrets::in))
                .containsExactly("planted in a ConfigMap");
        assertThat(operator.log()).as("it logs arguments").contains("${secrets.ETL_S3_KEY}");
        assertThat(secrets.in(operator.log())).isEmpty();
        assertThat(secrets.in(installation.webhook().log())).isEmpty();
        for (String namespace : List.of(OperatorExtension.BEFORE, OperatorExtension.AFTER)) {
            Application etl = application(namespace);
            assertThat(secrets.in(etl.log(etl.driver()))).isEmpty();
            assertThat(etl.executors())
                    .isNotEmpty()
                    .allSatisfy(executor ->
                            assertThat(secrets.in(etl.log(executor))).isEmpty());
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void theApplicationCompletesAndItsDeliverySecretsGoWithIt() throws Exception {
        for (String namespace : List.of(OperatorExtension.BEFORE, OperatorExtension.AFTER)) {
            application(namespace).letGoOn();
            created(namespace).awaitStatus("COMPLETED", "applicationState", "state");
            created(namespace).delete();
        }
        created("refused driver").delete();
        created("refused executor").delete();

        for (String namespace : List.of(OperatorExtension.BEFORE, OperatorExtension.AFTER)) {
            Waiting.until(
                    "the delivery Secrets to go",
                    TIMEOUT,
                    () -> installation
                            .client()
                            .secrets()
                            .inNamespace(namespace)
                            .list()
                            .getItems()
                            .isEmpty());
        }
    }

    /** The application of the README, small enough for the cluster, with more put over it. */
    private OperatedResource create(String namespace, String name, String over) throws Exception {
        return operator.create(Readme.manifest("SparkApplication", over, """
                metadata: {name: %s, namespace: %s}
                spec:
                  image: %s
                  imagePullPolicy: Never
                  mainClass: io.sparksecrets.e2e.job.ArrivalJob
                  mainApplicationFile: local:///opt/jobs/%s
                  volumes: [{name: jobs, hostPath: {path: %s}}]
                  sparkConf:
                    # Milliseconds; a node with two processors that runs everything is slow at times.
                    spark.kubernetes.submission.connectionTimeout: "60000"
                    spark.kubernetes.submission.requestTimeout: "60000"
                    spark.kubernetes.driver.connectionTimeout: "60000"
                    spark.kubernetes.driver.requestTimeout: "60000"
                  driver: {coreRequest: 100m, memory: 512m, volumeMounts: [{name: jobs, mountPath: /opt/jobs}]}
                  executor: {coreRequest: 50m, memory: 512m, instances: 1, volumeMounts: [{name: jobs, mountPath: /opt/jobs}]}
                """.formatted(
                        name,
                        namespace,
                        installation.spark().image(),
                        installation.job().getFileName(),
                        installation.job().getParent())));
    }

    private OperatedResource created(String name) {
        return Objects.requireNonNull(applications.get(name), name);
    }

    private Application application(String namespace) {
        return new Application(installation.client(), namespace, "etl-driver");
    }

    private Stream<String> eventMessages() {
        return installation
                .client()
                .v1()
                .events()
                .inNamespace(OperatorExtension.BEFORE)
                .withField("involvedObject.name", "refused-executor-driver")
                .list()
                .getItems()
                .stream()
                .map(Event::getMessage);
    }

    private static String expected(String place, String value) {
        return place + ":" + Secrets.sha256(value);
    }
}
