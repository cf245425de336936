package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.e2e.spark.Submission;
import io.sparksecrets.e2e.webhook.Webhook;
import io.sparksecrets.testing.Command;
import io.sparksecrets.testing.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** With the scheduling gate a driver pod waits for its conf map before it is scheduled, and without it does not. */
@EndToEndTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class SchedulingGateIT {

    private static final String GATED = "gated";
    private static final String NOT_GATED = "not-gated";

    private Installation installation;
    private KubernetesClient client;
    private Webhook webhook;
    private Secrets secrets;

    @AfterAll
    void uninstallWebhookWithTheGate() {
        webhook.close();
    }

    @BeforeAll
    void startWebhookWithTheGate(Installation installation) throws Exception {
        this.installation = installation;
        client = installation.client();
        webhook = installation.webhook(GATED, "delivery: {schedulingGate: true}");
        secrets = new Secrets(webhook).put("GATE_KEY");
        new Secrets(installation.webhook()).put("GATE_KEY");
        installation.createNamespace(GATED, webhook);
        installation.createNamespace(NOT_GATED);
    }

    @Test
    void onADriverPodIsScheduledWhenItsConfMapIsThere() throws Exception {
        Pod driver = client.resource(DriverPods.driver(GATED, "waiting", "spark-drv-waiting-conf-map", "GATE_KEY"))
                .create();

        assertThat(driver.getSpec().getSchedulingGates())
                .extracting(gate -> gate.getName())
                .containsExactly("sparksecrets.io/conf");
        client.resource(DriverPods.confMap(GATED, "spark-drv-waiting-conf-map", driver, "GATE_KEY"))
                .create();
        Waiting.until(
                "the pod to run",
                Duration.ofMinutes(2),
                () -> "Running"
                        .equals(client.resource(driver).require().getStatus().getPhase()));
        assertThat(client.resource(driver).require().getSpec().getSchedulingGates())
                .isEmpty();
        assertThat(client.v1().events().inNamespace(GATED).list().getItems())
                .filteredOn(event -> "waiting".equals(event.getInvolvedObject().getName()))
                .as("what it mounts is there when it is scheduled")
                .anySatisfy(event -> assertThat(event.getReason()).isEqualTo("Scheduled"))
                .noneSatisfy(event -> assertThat(event.getMessage()).contains("not found"));
        client.resource(driver).withGracePeriod(0).delete();
    }

    @Test
    void offADriverPodIsScheduledAtOnce() throws Exception {
        Pod driver = client.resource(DriverPods.driver(NOT_GATED, "eager", "spark-drv-eager-conf-map", "GATE_KEY"))
                .create();

        assertThat(driver.getSpec().getSchedulingGates()).isEmpty();
        Waiting.until(
                "the pod to be scheduled",
                Duration.ofMinutes(2),
                () -> client.resource(driver).require().getSpec().getNodeName() != null);
        client.resource(driver).withGracePeriod(0).delete();
    }

    @Test
    void onAnApplicationRuns() throws Exception {
        Submission submission = installation
                .submission(GATED, "application")
                .conf("spark.hadoop.e2e.key", "${secrets.GATE_KEY}")
                .arguments("1", "driver:hadoop:e2e.key:" + secrets.hash("GATE_KEY"));
        Command.Result submitted = submission.run();
        assertThat(submitted.exitCode()).as(submitted.errors()).isZero();
        Application application = installation.application(submission);

        assertThat(application.awaitEnd()).isEqualTo("Succeeded");
        application.delete();
    }

    @Test
    void onADeniedConfMapLeavesNoPodBehindItsGate() throws Exception {
        Command.Result submitted = installation
                .submission(GATED, "denied")
                .conf("spark.hadoop.e2e.key", "${secrets.NO_SUCH_KEY}")
                .run();

        assertThat(submitted.exitCode()).isEqualTo(1);
        assertThat(submitted.errors()).contains("NO_SUCH_KEY");
        Waiting.until(
                "Spark to have deleted the driver pod",
                Duration.ofMinutes(1),
                () -> client.pods().inNamespace(GATED).withName("denied").get() == null);
    }
}
