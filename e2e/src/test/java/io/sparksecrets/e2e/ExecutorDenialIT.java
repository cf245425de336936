package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.e2e.spark.Submission;
import io.sparksecrets.testing.Command;
import io.sparksecrets.testing.Waiting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Executors that are refused only when the driver asks for them: what their template holds, spark-submit does not send. */
@EndToEndTest
class ExecutorDenialIT {

    private static final String NAMESPACE = "executor-denial";

    @Test
    void mistakesInTheTemplateOfExecutorsAreToldOnTheDriverPodAndInItsLogAndLeaveNothingBehind(
            Installation installation) throws Exception {
        Secrets secrets = new Secrets(installation.webhook()).put("DENIED_KEY").put("finance/DENIED");
        installation.createNamespace(NAMESPACE);
        Submission submission = installation
                .submission(NAMESPACE, "refused")
                .conf("spark.kubernetes.driverEnv.FINE", "${secrets.DENIED_KEY}")
                .template(
                        "executor",
                        new PodBuilder()
                                .withNewSpec()
                                .addNewContainer()
                                .withName("spark-kubernetes-executor")
                                .addNewEnv()
                                .withName("MISSING")
                                .withValue("${secrets.NO_SUCH_KEY}")
                                .endEnv()
                                .addNewEnv()
                                .withName("FORBIDDEN")
                                .withValue("${secrets.finance/DENIED}")
                                .endEnv()
                                .addNewEnv()
                                .withName("MALFORMED")
                                .withValue("${secrets.DENIED_KEY#}")
                                .endEnv()
                                .endContainer()
                                .endSpec()
                                .build())
                .arguments("1");
        List<String> reasons =
                List.of("env MISSING", "NO_SUCH_KEY", "env FORBIDDEN", "finance/DENIED", "env MALFORMED");
        Command.Result submitted = submission.run();
        Application application = installation.application(submission);

        assertThat(submitted.exitCode())
                .as("spark-submit has ended when the driver asks for executors: " + submitted.errors())
                .isZero();
        Waiting.until(
                "an Event on the driver pod",
                Duration.ofMinutes(1),
                () -> !events(installation).isEmpty());
        assertThat(events(installation)).singleElement().satisfies(event -> {
            assertThat(event.getMessage()).contains(reasons);
            assertThat(event.getInvolvedObject().getUid())
                    .isEqualTo(application.driver().getMetadata().getUid());
            assertThat(secrets.in(event.getMessage())).isEmpty();
        });
        application.awaitInLog("env MALFORMED");
        assertThat(application.log(application.driver())).contains(reasons);
        DeliverySecrets delivered = new DeliverySecrets(installation, NAMESPACE);
        assertThat(delivered.names()).as("that of the driver").hasSize(1);
        application.delete();
        delivered.awaitEnd();
    }

    private static List<Event> events(Installation installation) {
        return installation.client().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(event -> event.getReason().equals("ExecutorDenied"))
                .toList();
    }
}
