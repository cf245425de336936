package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.e2e.spark.Submission;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Pods that hand the Spark conf on in other ways than a driver in client mode does. */
@EndToEndTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class LaunchersIT {

    private static final String NAMESPACE = "launchers";
    private static final int MASTER_PORT = 7077;
    private static final int MASTER_UI_PORT = 8080;

    private Installation installation;
    private Secrets secrets;

    @BeforeAll
    void createNamespace(Installation installation) throws Exception {
        this.installation = installation;
        secrets = new Secrets(installation.webhook())
                .put("SUBMIT_ENV")
                .put("SUBMIT_KEY")
                .put("SUBMIT_ARGUMENT", "two words ", "")
                .put("KERNEL_KEY", "\"it's\" a \\ wörd ", " # $HOME €")
                .put("CLUSTER_PASSWORD", "\"it's\" a \\ word ", " # $HOME");
        installation.createNamespace(NAMESPACE);
    }

    @Test
    void aPodThatSubmitsInClusterModeHandsReferencesOnAndTheDriverGetsTheValues() throws Exception {
        Submission submission = installation
                .submission(NAMESPACE, "submitted")
                .conf("spark.hadoop.e2e.key", "before-${secrets.SUBMIT_KEY}")
                .conf("spark.kubernetes.driverEnv.KEY", "${secrets.SUBMIT_KEY}")
                .conf("spark.executorEnv.KEY", "${secrets.SUBMIT_KEY}")
                .arguments(
                        "1",
                        "driver:hadoop:e2e.key:" + Secrets.sha256("before-" + secrets.value("SUBMIT_KEY")),
                        "driver:env:KEY:" + secrets.hash("SUBMIT_KEY"),
                        "executor:env:KEY:" + secrets.hash("SUBMIT_KEY"),
                        "argument:" + secrets.hash("SUBMIT_ARGUMENT"),
                        "${secrets.SUBMIT_ARGUMENT}");
        LabelledPod submitter = new LabelledPod(installation, NAMESPACE, "submitter")
                .env("OF_ITS_OWN", "${secrets.SUBMIT_ENV}")
                .start(submission.asCommandOfASubmitter());

        assertThat(submitter.awaitEnd()).as(submitter.log()).isEqualTo("Succeeded");
        assertThat(submitter.get().getSpec().getContainers().getFirst().getCommand())
                .contains("spark.hadoop.e2e.key=before-${secrets.SUBMIT_KEY}", "${secrets.SUBMIT_ARGUMENT}");
        assertThat(confMap("submitted").getData().get("spark.properties"))
                .contains("spark.hadoop.e2e.key=before-${secrets.SUBMIT_KEY}");
        assertThat(secrets.in(submitter.log())).isEmpty();

        Application application = installation.application(submission);
        assertThat(application.awaitEnd())
                .as(application.log(application.driver()))
                .isEqualTo("Succeeded");
        assertThat(application.log(application.driver()).lines().filter(line -> line.endsWith(" arrived")))
                .as("three places in the driver, one in its executor")
                .hasSize(4);
    }

    @Test
    void aKernelThatTakesItsConfFromPysparkSubmitArgsGetsValuesWithEveryCharacterAndSparkHidesThem() throws Exception {
        Path program = Path.of(
                Objects.requireNonNull(getClass().getResource("kernel.py")).toURI());
        String hash = secrets.hash("KERNEL_KEY");
        String job = "/opt/jobs/" + installation.job().getFileName();
        String options = installation
                .submission(NAMESPACE, "kernel")
                .conf("spark.hadoop.e2e.key", "${secrets.KERNEL_KEY}")
                .conf("spark.executorEnv.KEY", "${secrets.KERNEL_KEY}")
                .conf("spark.plugins", "io.sparksecrets.e2e.job.ArrivalPlugin")
                .conf("spark.driver.extraClassPath", job)
                .conf("spark.executor.extraClassPath", job)
                .conf("spark.e2e.expect", "driver:hadoop:e2e.key:" + hash + ",executor:env:KEY:" + hash)
                .asPysparkSubmitArgs();
        LabelledPod kernel = new LabelledPod(installation, NAMESPACE, "kernel")
                .env("PYSPARK_SUBMIT_ARGS", options)
                .start(List.of(
                        "python3",
                        "/opt/jobs/" + installation.cluster().publish(program).getFileName()));

        kernel.awaitInLog("sum of 3");

        assertThat(kernel.log()).contains("driver: hadoop e2e.key arrived");
        assertThat(logOfTheOnlyExecutor()).contains("executor 1: env KEY arrived");
        assertThat(secrets.in(kernel.log())).isEmpty();
        String environment = kernel.application().environment();
        assertThat(environment).contains("spark.hadoop.e2e.key", "*********(redacted)");
        assertThat(secrets.in(environment)).isEmpty();
        kernel.delete();
    }

    @Test
    void aStandaloneClusterStartsWithAPasswordInTheOptionsThatAnOperatorWritesAndShowsItNowhere() throws Exception {
        String options = "-Dspark.authenticate=\"true\" -Dspark.authenticate.secret=\"${secrets.CLUSTER_PASSWORD}\""
                // Which knows no password.
                + " -Dspark.master.rest.enabled=\"false\" ";
        LabelledPod master = standalone("master", options)
                .expose(MASTER_PORT)
                .start(daemon("org.apache.spark.deploy.master.Master", "--port " + MASTER_PORT));
        master.awaitInLog("New state: ALIVE");
        LabelledPod worker = standalone("worker", options)
                .start(daemon(
                        "org.apache.spark.deploy.worker.Worker", "--work-dir /tmp/work spark://master:" + MASTER_PORT));

        // Which it is only with the same password.
        worker.awaitInLog("Successfully registered with master");

        for (LabelledPod pod : List.of(master, worker)) {
            assertThat(hashOfProperty("spark.authenticate.secret", pod)).isEqualTo(secrets.hash("CLUSTER_PASSWORD"));
            assertThat(pod.log()).contains("Spark Command: ", "-Dspark.authenticate.secret=*********(redacted)");
            assertThat(secrets.in(pod.log())).isEmpty();
        }
        String environment = master.application().ui(MASTER_UI_PORT, "environment/");
        assertThat(environment).contains("spark.authenticate.secret");
        assertThat(secrets.in(environment)).isEmpty();
        worker.delete();
        master.delete();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void noValueIsInAnyObjectButSecrets() throws Exception {
        new ValueSearch(installation, secrets)
                .assertOnlySecretsHaveValues(
                        "pods/launchers/submitter",
                        "pods/launchers/submitted",
                        "configmaps/launchers/spark-drv-",
                        "pods/launchers/kernel",
                        "pods/launchers/master",
                        "pods/launchers/worker");
        assertThat(new DeliverySecrets(installation, NAMESPACE).changeable()).isEmpty();
    }

    private ConfigMap confMap(String driver) {
        return installation.client().configMaps().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(map -> map.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> owner.getName().equals(driver)))
                .filter(map -> map.getMetadata().getName().startsWith("spark-drv-"))
                .findFirst()
                .orElseThrow();
    }

    private String logOfTheOnlyExecutor() {
        return installation
                .client()
                .pods()
                .inNamespace(NAMESPACE)
                .withLabel("spark-role", "executor")
                .resources()
                .filter(pod -> "Running".equals(pod.get().getStatus().getPhase()))
                .findFirst()
                .orElseThrow()
                .getLog();
    }

    /** A pod as the Apache operator makes it of a SparkCluster, but in the foreground, so that its log is that of the pod. */
    private LabelledPod standalone(String role, String options) {
        return new LabelledPod(installation, NAMESPACE, role)
                .role(role)
                .env("SPARK_NO_DAEMONIZE", "1")
                .env("SPARK_" + role.toUpperCase(Locale.ROOT) + "_OPTS", options);
    }

    /** What start-master.sh and start-worker.sh do, which PyPI's distribution of Spark has not. */
    private static List<String> daemon(String className, String arguments) {
        return List.of("bash", "-c", "/opt/spark/sbin/spark-daemon.sh start %s 1 %s".formatted(className, arguments));
    }

    /** The hash of a system property as it stands in the command line of a process. */
    private static String hashOfProperty(String name, LabelledPod pod) throws Exception {
        return pod.application()
                .run(
                        pod.get(),
                        "sh",
                        "-c",
                        "cat /proc/[0-9]*/cmdline | tr '\\0' '\\n' | sed -n 's/^-D%s=//p' | tr -d '\\n' | sha256sum | cut -d' ' -f1"
                                .formatted(name))
                .strip();
    }
}
