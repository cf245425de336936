package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.sparksecrets.e2e.cluster.StoredObject;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.e2e.spark.Submission;
import io.sparksecrets.testing.Waiting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** One application in cluster mode with references everywhere, looked at from all sides while it runs. */
@EndToEndTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class ApplicationIT {

    private static final String NAMESPACE = "application";
    private static final int EXECUTORS = 5;

    private Installation installation;
    private Secrets secrets;
    private Application application;

    @BeforeAll
    void submitAnApplicationWithReferencesEverywhere(Installation installation) throws Exception {
        this.installation = installation;
        secrets = new Secrets(installation.webhook())
                .put("DB_PASSWORD")
                .put("application/EXECUTOR_PASSWORD")
                .put("S3_KEY", "a+b/", "==")
                .put("ENDPOINT")
                .put("DRIVER_OPTION", "\"it's\" a \\ wörd ", " # €")
                .put("EXECUTOR_OPTION", "'single' \"double\" \\n ", " \\ ü $HOME ${user.home}")
                .put("ARGUMENT", "two words ", "");
        installation.createNamespace(NAMESPACE);
        Submission submission = installation
                .submission(NAMESPACE, "everywhere")
                .conf("spark.executor.instances", Integer.toString(EXECUTORS))
                .conf("spark.kubernetes.driverEnv.DB_PASSWORD", "${secrets.DB_PASSWORD}")
                .conf(
                        "spark.kubernetes.driverEnv.DB_URL",
                        "jdbc:postgresql://db/etl?password=${secrets.DB_PASSWORD}&ssl")
                .conf("spark.executorEnv.DB_PASSWORD", "${secrets.application/EXECUTOR_PASSWORD}")
                .conf(
                        "spark.executorEnv.DB_URL",
                        "jdbc:${secrets.DB_PASSWORD}:${secrets.application/EXECUTOR_PASSWORD}")
                .conf("spark.hadoop.fs.s3a.secret.key", "${secrets.S3_KEY}")
                .conf("spark.hadoop.e2e.endpoint", "https://${secrets.ENDPOINT}.example/")
                .conf("spark.driver.extraJavaOptions", "-De2e.plain=1 -De2e.driver=${secrets.DRIVER_OPTION}")
                .conf("spark.executor.extraJavaOptions", "-De2e.executor=${secrets.EXECUTOR_OPTION}")
                .conf("spark.eventLog.enabled", "true")
                .conf("spark.eventLog.compress", "false")
                .conf("spark.eventLog.dir", "file:///tmp")
                .arguments(
                        Integer.toString(EXECUTORS),
                        "hold",
                        "driver:env:DB_PASSWORD:" + secrets.hash("DB_PASSWORD"),
                        "driver:env:DB_URL:"
                                + Secrets.sha256(
                                        "jdbc:postgresql://db/etl?password=" + secrets.value("DB_PASSWORD") + "&ssl"),
                        "driver:conf:spark.hadoop.fs.s3a.secret.key:" + secrets.hash("S3_KEY"),
                        "driver:hadoop:fs.s3a.secret.key:" + secrets.hash("S3_KEY"),
                        "driver:hadoop:e2e.endpoint:"
                                + Secrets.sha256("https://" + secrets.value("ENDPOINT") + ".example/"),
                        "driver:property:e2e.driver:" + secrets.hash("DRIVER_OPTION"),
                        "driver:property:e2e.plain:" + Secrets.sha256("1"),
                        "executor:env:DB_PASSWORD:" + secrets.hash("application/EXECUTOR_PASSWORD"),
                        "executor:env:DB_URL:"
                                + Secrets.sha256("jdbc:" + secrets.value("DB_PASSWORD") + ":"
                                        + secrets.value("application/EXECUTOR_PASSWORD")),
                        "executor:property:e2e.executor:" + secrets.hash("EXECUTOR_OPTION"),
                        "argument:" + secrets.hash("ARGUMENT"),
                        "${secrets.ARGUMENT}");
        var submitted = submission.run();
        assertThat(submitted.exitCode()).as(submitted.errors()).isZero();
        application = installation.application(submission);
        application.awaitInLog("looked in the driver and in " + EXECUTORS + " executors");
    }

    @Test
    void everyValueArrivesInTheDriverAndInEveryExecutor() {
        List<String> reports = application
                .log(application.driver())
                .lines()
                .filter(line -> line.matches("(driver|executor \\d+): .*"))
                .toList();

        assertThat(reports)
                .as("eight places in the driver, three in each executor")
                .hasSize(8 + 3 * EXECUTORS)
                .allSatisfy(report -> assertThat(report).endsWith(" arrived"));
    }

    @Test
    void fiveExecutorsShareOneDeliverySecretBesideThatOfTheDriver() {
        assertThat(application.executors()).hasSize(EXECUTORS);
        assertThat(installation.client().secrets().inNamespace(NAMESPACE).list().getItems())
                .hasSize(2)
                .allSatisfy(secret -> {
                    assertThat(secret.getImmutable()).isTrue();
                    assertThat(secret.getMetadata().getOwnerReferences())
                            .singleElement()
                            .satisfies(owner -> assertThat(owner.getUid())
                                    .isEqualTo(
                                            application.driver().getMetadata().getUid()));
                });
    }

    @Test
    void noValueIsInAnyObjectButSecretsNorInTheAuditLog() throws Exception {
        String planted = secrets.plant("planted in a ConfigMap");
        installation
                .client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName("planted")
                        .endMetadata()
                        .addToData("key", "text before " + planted)
                        .build())
                .create();

        List<StoredObject> stored = installation.cluster().stored();
        assertThat(secrets.outsideOfSecrets(stored))
                .as("the search finds what is planted and nothing else, in all revisions of all objects")
                .containsExactly("planted in a ConfigMap in /registry/configmaps/application/planted");
        assertThat(stored)
                .as("the search would find values of secrets")
                .anyMatch(object -> object.isSecret() && secrets.in(object).contains("DB_PASSWORD"));
        assertThat(stored)
                .extracting(StoredObject::key)
                .as("it has seen everything that might hold values")
                .contains("/registry/pods/application/everywhere")
                .anyMatch(key -> key.startsWith("/registry/events/application/"))
                .anyMatch(key -> key.startsWith("/registry/configmaps/application/spark-drv-"))
                .anyMatch(key -> key.startsWith("/registry/configmaps/application/spark-exec-"));
        assertThat(installation.cluster().<List<String>>auditLog(secrets::in))
                .as("the audit log")
                .containsExactly("planted in a ConfigMap");
    }

    @Test
    void noValueIsInTheLogsOfTheWebhookTheDriverAndTheExecutors() throws Exception {
        assertThat(installation.webhook().log()).as("it logs at all").contains("everywhere");
        assertThat(secrets.in(installation.webhook().log())).isEmpty();
        assertThat(secrets.in(installation.webhook().metrics())).isEmpty();
        assertThat(application.log(application.driver())).contains("+ exec ");
        assertThat(secrets.in(application.log(application.driver())))
                .as(
                        "an argument is traced by the image's entrypoint, which is why the documentation advises against it")
                .containsExactly("ARGUMENT");
        for (Pod executor : application.executors()) {
            assertThat(application.log(executor)).contains("+ exec ");
            assertThat(secrets.in(application.log(executor))).isEmpty();
        }
    }

    @Test
    void noValueIsInTheProcessListsButThatOfTheArgument() throws Exception {
        assertThat(application.processes(application.driver())).contains("org.apache.spark.deploy.SparkSubmit");
        assertThat(secrets.in(application.processes(application.driver()))).containsExactly("ARGUMENT");
        for (Pod executor : application.executors()) {
            assertThat(application.processes(executor)).contains("KubernetesExecutorBackend");
            assertThat(secrets.in(application.processes(executor))).isEmpty();
        }
    }

    @Test
    void sparksUserInterfaceAndEventLogHideTheConfThatWasResolved() throws Exception {
        String environment = application.environment();
        String eventLog = application.eventLog();

        assertThat(environment).contains("spark.hadoop.e2e.endpoint", "\"e2e.endpoint\"", "*********(redacted)");
        assertThat(eventLog).contains("SparkListenerEnvironmentUpdate", "spark.hadoop.e2e.endpoint");
        assertThat(secrets.in(environment)).isEmpty();
        assertThat(secrets.in(eventLog)).isEmpty();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void theApplicationSucceedsAndItsDeliverySecretsGoWithTheDriverPod() throws Exception {
        application.letGoOn();

        assertThat(application.awaitEnd()).isEqualTo("Succeeded");
        assertThat(installation.client().secrets().inNamespace(NAMESPACE).list().getItems())
                .as("they stay as long as the driver pod")
                .hasSize(2);
        application.delete();
        Waiting.until(
                "the end of the delivery Secrets",
                Duration.ofMinutes(2),
                () -> installation
                        .client()
                        .secrets()
                        .inNamespace(NAMESPACE)
                        .list()
                        .getItems()
                        .isEmpty());
        assertThat(installation.client().secrets().inNamespace(NAMESPACE).list().getItems())
                .isEmpty();
    }
}
