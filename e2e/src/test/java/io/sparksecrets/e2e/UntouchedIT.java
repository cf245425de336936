package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the webhook has no business with stays byte for byte as it was written. */
@EndToEndTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class UntouchedIT {

    private static final String REFERENCE = "${secrets.UNTOUCHED_KEY}";

    private Installation installation;

    @BeforeAll
    void putSecret(Installation installation) throws Exception {
        this.installation = installation;
        new Secrets(installation.webhook()).put("UNTOUCHED_KEY");
    }

    @Test
    void aDriverPodInANamespaceThatHasNotOptedIn() {
        installation.createNamespace("aloof", Map.of());

        assertIsUntouched(pod("aloof", Map.of("spark-role", "driver")));
    }

    @Test
    void aPodInANamespaceThatHasOptedInWhichIsNoneOfSparks() {
        installation.createNamespace("mixed");

        assertIsUntouched(pod("mixed", Map.of("app", "web")));
    }

    @Test
    void otherwiseTheSamePodIsRewritten() {
        installation.createNamespace("control");

        Pod created = installation
                .client()
                .resource(pod("control", Map.of("sparksecrets.io/injection", "enabled")))
                .create();

        assertThat(created.getSpec()
                        .getContainers()
                        .getFirst()
                        .getEnv()
                        .getFirst()
                        .getValue())
                .isNull();
    }

    private void assertIsUntouched(Pod pod) {
        Pod created = installation.client().resource(pod).create();

        assertThat(created.getSpec()
                        .getContainers()
                        .getFirst()
                        .getEnv()
                        .getFirst()
                        .getValue())
                .isEqualTo(REFERENCE);
        assertThat(created.getMetadata().getAnnotations()).isNullOrEmpty();
        assertThat(installation
                        .client()
                        .secrets()
                        .inNamespace(pod.getMetadata().getNamespace())
                        .list()
                        .getItems())
                .isEmpty();
    }

    private static Pod pod(String namespace, Map<String, String> labels) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("pod")
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName("spark")
                .addNewContainer()
                .withName("main")
                .withImage("localhost/pause:1")
                .withImagePullPolicy("Never")
                .addNewEnv()
                .withName("KEY")
                .withValue(REFERENCE)
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
    }
}
