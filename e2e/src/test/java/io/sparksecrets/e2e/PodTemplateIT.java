package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.e2e.spark.Submission;
import io.sparksecrets.testing.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pod template adds to driver and executors, sidecars and init containers too, may hold references. */
@EndToEndTest
class PodTemplateIT {

    private static final String NAMESPACE = "template";

    @Test
    void valuesArriveInTheInitContainerTheSidecarsAndTheMainContainersOfDriverAndExecutor(Installation installation)
            throws Exception {
        Secrets secrets = new Secrets(installation.webhook()).put("TEMPLATE_KEY", "two  'words' \"", " $HOME");
        String hash = secrets.hash("TEMPLATE_KEY");
        installation.createNamespace(NAMESPACE);
        Submission submission = installation
                .submission(NAMESPACE, "template")
                .template("driver", template(installation, "spark-kubernetes-driver"))
                .template("executor", template(installation, "spark-kubernetes-executor"))
                .arguments("1", "hold", "driver:env:FROM_TEMPLATE:" + hash, "executor:env:FROM_TEMPLATE:" + hash);
        Command.Result submitted = submission.run();
        assertThat(submitted.exitCode()).as(submitted.errors()).isZero();
        Application application = installation.application(submission);

        application.awaitInLog("looked in the driver and in 1 executors");

        assertThat(application.log(application.driver()))
                .contains("driver: env FROM_TEMPLATE arrived", "executor 1: env FROM_TEMPLATE arrived");
        assertThat(application.executors()).hasSize(1);
        for (Pod pod : List.of(application.driver(), application.executors().getFirst())) {
            for (String container : List.of("prepare", "agent", "ships-logs")) {
                assertThat(log(installation, pod, container))
                        .as("%s of %s", container, pod.getMetadata().getName())
                        .containsOnlyOnce("env " + hash)
                        .containsOnlyOnce("script " + hash);
            }
        }
        application.delete();
        new DeliverySecrets(installation, NAMESPACE).awaitEnd();
    }

    private static Pod template(Installation installation, String main) {
        return new PodBuilder()
                .withNewSpec()
                .addToInitContainers(
                        container(installation, "prepare", ""),
                        new ContainerBuilder(container(installation, "agent", "; exec sleep infinity"))
                                .withRestartPolicy("Always")
                                .build())
                .addNewContainer()
                .withName(main)
                .addNewEnv()
                .withName("FROM_TEMPLATE")
                .withValue("${secrets.TEMPLATE_KEY}")
                .endEnv()
                .endContainer()
                .addToContainers(container(installation, "ships-logs", "; exec sleep infinity"))
                .endSpec()
                .build();
    }

    /** Prints the hash of the value as it finds it in its environment, and as its script has it. */
    private static Container container(Installation installation, String name, String then) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(installation.spark().image())
                .withImagePullPolicy("Never")
                .withCommand("sh", "-c")
                .withArgs("echo env $(printf %s \"$KEY\" | sha256sum); echo script $(printf %s ${secrets.TEMPLATE_KEY}"
                        + " | sha256sum)" + then)
                .addNewEnv()
                .withName("KEY")
                .withValue("${secrets.TEMPLATE_KEY}")
                .endEnv()
                .build();
    }

    private static String log(Installation installation, Pod pod, String container) {
        return installation.client().pods().resource(pod).inContainer(container).getLog();
    }
}
