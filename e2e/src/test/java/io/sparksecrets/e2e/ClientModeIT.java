package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.e2e.spark.Submission;
import io.sparksecrets.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pod that bears the label and runs the driver itself, as a notebook does. */
@EndToEndTest
class ClientModeIT {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyValueArrivesInTheNotebookAndItsExecutorWhetherOrNotSparkIsToldTheNameOfThePod(
            boolean named, Installation installation) throws Exception {
        Secrets secrets = new Secrets(installation.webhook()).put("NOTEBOOK_KEY");
        String value = secrets.value("NOTEBOOK_KEY");
        String hash = secrets.hash("NOTEBOOK_KEY");
        String namespace = named ? "notebook-named" : "notebook";
        installation.createNamespace(namespace);
        Submission submission = installation
                .submission(namespace, "notebook")
                .conf("spark.hadoop.e2e.key", "before-${secrets.NOTEBOOK_KEY}")
                .conf("spark.executorEnv.KEY", "${secrets.NOTEBOOK_KEY}")
                .conf("spark.executor.extraJavaOptions", "-De2e.executor=${secrets.NOTEBOOK_KEY}")
                .conf("spark.eventLog.enabled", "true")
                .conf("spark.eventLog.compress", "false")
                .conf("spark.eventLog.dir", "file:///tmp")
                .arguments(
                        "1",
                        "hold",
                        "driver:env:KEY:" + hash,
                        "driver:hadoop:e2e.key:" + Secrets.sha256("before-" + value),
                        "executor:env:KEY:" + hash,
                        "executor:property:e2e.executor:" + hash,
                        "argument:" + hash,
                        "${secrets.NOTEBOOK_KEY}");
        if (!named) {
            submission.withoutDriverPodName();
        }
        LabelledPod notebook = new LabelledPod(installation, namespace, "notebook")
                .env("KEY", "${secrets.NOTEBOOK_KEY}")
                .start(submission.asCommandOfAPod());

        notebook.awaitInLog("looked in the driver and in 1 executors");
        List<String> reports = notebook.log()
                .lines()
                .filter(line -> line.matches("(driver|executor \\d+): .*"))
                .toList();
        assertThat(reports).hasSize(5).allSatisfy(report -> assertThat(report).endsWith(" arrived"));
        assertSparkHidesTheValues(notebook, secrets);
        DeliverySecrets delivered = new DeliverySecrets(installation, namespace);
        assertThat(delivered.names())
                .as("one of the notebook, one of its executor")
                .hasSize(2);
        assertThat(delivered.owners())
                .containsExactly(notebook.get().getMetadata().getUid());

        notebook.delete();
        delivered.awaitEnd();
        // Where Spark is not told the name of its pod, its executors have no owner with which they would be deleted.
        Waiting.until(
                "the end of the executor",
                Duration.ofMinutes(2),
                () -> installation.client().pods().inNamespace(namespace).list().getItems().stream()
                        .allMatch(pod -> Set.of("Succeeded", "Failed")
                                .contains(pod.getStatus().getPhase())));
    }

    /** The conf in the words of the command, and the words themselves, which Spark publishes as a system property. */
    private static void assertSparkHidesTheValues(LabelledPod notebook, Secrets secrets) throws Exception {
        Application application = notebook.application();
        String environment = application.environment();
        String eventLog = application.eventLog();

        assertThat(environment).contains("spark.hadoop.e2e.key", "sun.java.command", "*********(redacted)");
        assertThat(secrets.in(environment)).isEmpty();
        assertThat(eventLog).contains("SparkListenerEnvironmentUpdate", "spark.hadoop.e2e.key", "sun.java.command");
        assertThat(secrets.in(eventLog)).isEmpty();
        assertThat(secrets.in(notebook.log())).isEmpty();
    }
}
