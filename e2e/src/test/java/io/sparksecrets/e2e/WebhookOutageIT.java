package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.e2e.spark.Submission;
import io.sparksecrets.e2e.webhook.Webhook;
import io.sparksecrets.testing.Command;
import io.sparksecrets.testing.Waiting;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** While no replica runs, nothing starts with a reference in the place of a value; afterwards everything goes on. */
@EndToEndTest
class WebhookOutageIT {

    private static final String NAMESPACE = "outage";

    @Test
    void podsAreRefusedWhileTheWebhookIsDownAndARunningApplicationGetsItsExecutorBackAfterwards(
            Installation installation) throws Exception {
        Webhook webhook = installation.webhook(NAMESPACE, "{}");
        Secrets secrets = new Secrets(webhook).put("OUTAGE_KEY");
        installation.createNamespace(NAMESPACE, webhook);
        KubernetesClient client = installation.client();
        Submission submission = installation
                .submission(NAMESPACE, "running")
                .conf("spark.executorEnv.KEY", "${secrets.OUTAGE_KEY}")
                // Spark 4 gives up after three executors that could not be had, in seconds.
                .conf("spark.executor.maxNumFailures", "1000")
                .arguments("1", "hold", "executor:env:KEY:" + secrets.hash("OUTAGE_KEY"));
        Command.Result submitted = submission.run();
        assertThat(submitted.exitCode()).as(submitted.errors()).isZero();
        Application application = installation.application(submission);
        application.awaitInLog("executor 1: env KEY arrived");

        webhook.stop();
        application
                .executors()
                .forEach(
                        executor -> client.resource(executor).withGracePeriod(0).delete());
        Command.Result refused = installation.submission(NAMESPACE, "refused").run();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors()).contains("failed calling webhook", "sparksecrets.io");
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> client.resource(DriverPods.pod(NAMESPACE, "by-hand", Map.of(), "OUTAGE_KEY"))
                        .create());
        Waiting.until(
                "Spark to have asked for another executor in vain",
                Duration.ofMinutes(2),
                () -> application.log(application.driver()).contains("failed calling webhook"));
        assertThat(client.pods().inNamespace(NAMESPACE).list().getItems())
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactly("running");

        webhook.start(2);
        Waiting.until(
                "the executor",
                Duration.ofMinutes(3),
                () -> application.executors().stream()
                        .anyMatch(executor ->
                                "Running".equals(executor.getStatus().getPhase())));
        Pod executor = application.executors().getFirst();
        assertThat(Secrets.sha256(application.run(executor, "printenv", "KEY").strip()))
                .isEqualTo(secrets.hash("OUTAGE_KEY"));
        application.letGoOn();
        assertThat(application.awaitEnd()).isEqualTo("Succeeded");
        application.delete();
        new DeliverySecrets(installation, NAMESPACE).awaitEnd();
        webhook.close();
    }
}
