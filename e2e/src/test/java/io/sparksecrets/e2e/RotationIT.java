package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.sparksecrets.e2e.spark.Submission;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A secret gets a new value while what uses it runs: what starts from then on gets the new one, and what runs keeps the old one. */
@EndToEndTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class RotationIT {

    private static final String CONNECT = "rotated-connect";
    private static final String STATEFUL = "rotated-stateful";
    private static final String NOTEBOOK = "rotated-notebook";
    private static final String REFERENCE = "${secrets.ROTATED}";
    private static final int PORT = 15002;

    /** The cache.timeToLive of the chart's values, and a little more. */
    private static final Duration UNTIL_REPLICAS_ASK_AGAIN = Duration.ofSeconds(32);

    private Installation installation;
    private Secrets secrets;
    /** The hash of the value that everything starts with. */
    private String former;
    /** That of the value which the secret gets then. */
    private String next;

    private ControlledPod connect;
    private ControlledPod stateful;
    private LabelledPod notebook;
    private List<String> answerBefore;

    @BeforeAll
    void rotateTheSecretWhileEverythingRuns(Installation installation) throws Exception {
        this.installation = installation;
        secrets = new Secrets(installation.webhook()).put("ROTATED");
        former = secrets.hash("ROTATED");
        String value = secrets.plant("ROTATED, the next one");
        next = Secrets.sha256(value);
        List.of(CONNECT, STATEFUL, NOTEBOOK).forEach(installation::createNamespace);
        connect = new LabelledPod(installation, CONNECT, "connect").startInDeployment(connectServer());
        stateful = new LabelledPod(installation, STATEFUL, "stateful")
                .env("KEY", REFERENCE)
                .startInStatefulSet(
                        List.of("sh", "-c", "echo env $(printf %s \"$KEY\" | sha256sum); exec sleep infinity"));
        notebook = new LabelledPod(installation, NOTEBOOK, "notebook")
                .env("KEY", REFERENCE)
                .start(List.of("sh", "-c", "echo open; exec sleep infinity"));
        notebook.awaitInLog("open");
        runInNotebook("first", former);
        stateful.awaitInLog("env " + former);
        answerBefore = answer();

        installation.webhook().putSecret("ROTATED", value);
        Instant asked = Instant.now().plus(UNTIL_REPLICAS_ASK_AGAIN);
        Waiting.until(
                "the replicas to ask the store again",
                UNTIL_REPLICAS_ASK_AGAIN.multipliedBy(2),
                () -> Instant.now().isAfter(asked));
    }

    @Test
    void aConnectServerThatIsRestartedGetsTheNewValueInItsConfAndInItsExecutors() throws Exception {
        assertThat(answerBefore)
                .containsExactly(
                        "driver: conf spark.e2e.key arrived",
                        "driver: conf spark.e2e.key DIFFERS",
                        "executor=" + former);

        connect.restart();

        assertThat(answer())
                .containsExactly(
                        "driver: conf spark.e2e.key DIFFERS", "driver: conf spark.e2e.key arrived", "executor=" + next);
        assertOnlyOwner(CONNECT, connect.running());
    }

    @Test
    void aPodOfAStatefulSetThatIsCreatedAgainGetsTheNewValue() throws Exception {
        stateful.restart();

        stateful.awaitInLog("env " + next);
        assertOnlyOwner(STATEFUL, stateful.running());
    }

    @Test
    void theSecondApplicationOfANotebookGetsTheNewValueInItsExecutorWhileTheNotebookKeepsItsOwn() throws Exception {
        runInNotebook("second", next);

        DeliverySecrets delivered = new DeliverySecrets(installation, NOTEBOOK);
        assertThat(delivered.names())
                .as("one of the notebook, one of the executor of each application")
                .hasSize(3);
        assertThat(delivered.owners())
                .containsExactly(notebook.get().getMetadata().getUid());
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void neitherTheFormerValueNorTheNewOneIsInAnyObjectButSecrets() throws Exception {
        new ValueSearch(installation, secrets)
                .assertOnlySecretsHaveValues(
                        "pods/rotated-connect/connect-",
                        "replicasets/rotated-connect/",
                        "deployments/rotated-connect/",
                        "statefulsets/rotated-stateful/",
                        "pods/rotated-stateful/stateful-0",
                        "pods/rotated-notebook/first-",
                        "pods/rotated-notebook/second-");
    }

    private List<String> connectServer() {
        String job = "/opt/jobs/" + installation.job().getFileName();
        return installation
                .submission(CONNECT, "connect")
                .main("org.apache.spark.sql.connect.service.SparkConnectServer")
                .conf("spark.kubernetes.driver.pod.name", "$(POD_NAME)")
                .conf("spark.connect.grpc.binding.port", Integer.toString(PORT))
                .conf("spark.e2e.key", REFERENCE)
                .conf("spark.driver.extraClassPath", job)
                .conf("spark.executor.extraClassPath", job)
                .conf("spark.plugins", "io.sparksecrets.e2e.job.ArrivalPlugin")
                .conf("spark.e2e.expect", "driver:conf:spark.e2e.key:" + former + ",driver:conf:spark.e2e.key:" + next)
                .conf("spark.executorEnv.KEY", REFERENCE)
                .asCommandOfAPod();
    }

    /** What the Connect server that runs now tells of its conf, and whose hash its executor has in the environment. */
    private List<String> answer() throws IOException {
        Pod server = connect.awaitInLog("Spark Connect server started");
        String answer = connect.application()
                .run(
                        server,
                        "env",
                        "SPARK_CONNECT_BEELINE=1",
                        "/opt/spark/bin/beeline",
                        "-u",
                        "jdbc:sc://localhost:" + PORT,
                        // Which is all that the driver of Spark Connect knows.
                        "--isolation=TRANSACTION_NONE",
                        "--outputformat=csv2",
                        "-e",
                        "SELECT 'executor=' || sha2(reflect('java.lang.System', 'getenv', 'KEY'), 256) FROM range(1)");
        return Stream.concat(connect.log(server).lines(), answer.lines())
                .filter(line -> line.matches("driver: conf .*|executor=[0-9a-f]{64}"))
                .toList();
    }

    /**
     * Runs an application as somebody does who types its conf into a notebook, where no admission sees it. Returns when it has found in
     * the notebook's environment the value of the day when that started, and in the executor's the one that is asked for.
     */
    private void runInNotebook(String name, String hash) throws IOException {
        Submission submission = installation
                .submission(NOTEBOOK, "notebook")
                .conf("spark.kubernetes.executor.podNamePrefix", name)
                .conf("spark.executorEnv.KEY", REFERENCE)
                .arguments("1", "driver:env:KEY:" + former, "executor:env:KEY:" + hash);
        List<String> command =
                submission.asCommandInPod(notebook.get().getStatus().getPodIP());
        assertThat(notebook.application().run(notebook.get(), command.toArray(String[]::new)))
                .contains("driver: env KEY arrived", "executor 1: env KEY arrived");
    }

    /** The delivery Secrets of the pod before go with it. */
    private void assertOnlyOwner(String namespace, Pod pod) throws IOException {
        String uid = Objects.requireNonNull(pod.getMetadata().getUid());
        DeliverySecrets delivered = new DeliverySecrets(installation, namespace);
        Waiting.until(
                "the end of the delivery Secrets of the former pod",
                Duration.ofMinutes(2),
                () -> delivered.owners().equals(Set.of(uid)));
    }
}
