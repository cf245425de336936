package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.e2e.spark.Submission;
import io.sparksecrets.testing.Waiting;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Executors come and go, of two resource profiles, and one delivery Secret serves them all. */
@EndToEndTest
class DynamicAllocationIT {

    private static final String NAMESPACE = "allocation";

    @Test
    void executorsOfAllProfilesThatComeAndGoShareOneDeliverySecretWhichGoesWithTheDriverPod(Installation installation)
            throws Exception {
        Secrets secrets = new Secrets(installation.webhook()).put("ALLOCATION_KEY");
        installation.createNamespace(NAMESPACE);
        DeliverySecrets delivered = new DeliverySecrets(installation, NAMESPACE);
        Submission submission = installation
                .submission(NAMESPACE, "allocation")
                .main("io.sparksecrets.e2e.job.AllocationJob")
                .conf("spark.dynamicAllocation.enabled", "true")
                .conf("spark.dynamicAllocation.shuffleTracking.enabled", "true")
                .conf("spark.dynamicAllocation.minExecutors", "0")
                .conf("spark.dynamicAllocation.initialExecutors", "0")
                .conf("spark.dynamicAllocation.maxExecutors", "2")
                .conf("spark.dynamicAllocation.executorIdleTimeout", "3s")
                .conf("spark.executor.instances", "0")
                .conf("spark.executorEnv.KEY", "${secrets.ALLOCATION_KEY}")
                .arguments("env:KEY:" + secrets.hash("ALLOCATION_KEY"));
        assertThat(submission.run())
                .satisfies(submitted ->
                        assertThat(submitted.exitCode()).as(submitted.errors()).isZero());
        Application application = installation.application(submission);

        application.awaitInLog("profile default: arrived in ");
        Set<String> names = delivered.names();
        assertThat(names).as("one for the driver, one for the executors").hasSize(2);
        awaitNoExecutors(application);
        assertThat(delivered.names()).as("after the executors have gone").isEqualTo(names);

        application.letGoOn();
        application.awaitInLog("profile larger: arrived in ");
        assertThat(delivered.names()).as("with executors of another profile").isEqualTo(names);
        assertThat(delivered.owners())
                .containsExactly(application.driver().getMetadata().getUid());
        awaitNoExecutors(application);

        application.letGoOn();
        assertThat(application.awaitEnd()).isEqualTo("Succeeded");
        application.delete();
        delivered.awaitEnd();
    }

    private static void awaitNoExecutors(Application application) throws Exception {
        Waiting.until(
                "the end of idle executors",
                Duration.ofMinutes(2),
                () -> application.executors().isEmpty());
    }
}
