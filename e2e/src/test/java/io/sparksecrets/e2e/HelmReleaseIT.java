package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.e2e.webhook.Webhook;
import io.sparksecrets.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The installation itself, and what is left when it is gone. */
@EndToEndTest
class HelmReleaseIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Test
    void helmTestIsContent(Installation installation) {
        installation.webhook().test();
    }

    @Test
    void itsOwnNamespaceIsNotInItsWay(Installation installation) throws Exception {
        try (Webhook webhook = installation.webhook("itself", "{}")) {
            KubernetesClient client = installation.client();
            client.namespaces()
                    .withName(webhook.namespace())
                    .edit(namespace -> namespace
                            .edit()
                            .editMetadata()
                            .addToLabels("sparksecrets.io/injection", webhook.injection())
                            .endMetadata()
                            .build());
            Pod driver = DriverPods.pod(webhook.namespace(), "driver", Map.of(), "NONE")
                    .edit()
                    .editSpec()
                    .withServiceAccountName("default")
                    .endSpec()
                    .build();

            webhook.stop();
            client.resource(driver).dryRun().create();
            webhook.start(1);

            assertThat(webhook.replicas()).hasSize(1);
        }
    }

    @Test
    void anUninstallLeavesNothingThatRefusesPods(Installation installation) throws Exception {
        KubernetesClient client = installation.client();
        Webhook webhook = installation.webhook("leaving", "{}");
        installation.createNamespace("left", webhook);
        new Secrets(webhook).put("LEFT_KEY");
        Pod driver = client.resource(DriverPods.pod("left", "before", Map.of(), "LEFT_KEY"))
                .create();
        DeliverySecrets delivered = new DeliverySecrets(installation, "left");
        Waiting.until("the delivery Secret", TIMEOUT, () -> delivered.names().size() == 1);

        webhook.close();

        assertThat(clusterWide(client))
                .as("what the release had for the whole cluster")
                .noneMatch(one -> one.getMetadata().getName().contains("leaving"));
        Pod after = client.resource(DriverPods.pod("left", "after", Map.of(), "LEFT_KEY"))
                .create();
        assertThat(after.getSpec()
                        .getContainers()
                        .getFirst()
                        .getEnv()
                        .getFirst()
                        .getValue())
                .as("nobody intercepts the pod")
                .isEqualTo("${secrets.LEFT_KEY}");
        Waiting.until(
                "the end of its namespace",
                TIMEOUT,
                () -> client.namespaces().withName(webhook.namespace()).get() == null);
        assertThat(delivered.names()).as("that of the pod which runs on").hasSize(1);
        client.resource(driver).withGracePeriod(0).delete();
        delivered.awaitEnd();
    }

    private static List<HasMetadata> clusterWide(KubernetesClient client) {
        return Stream.of(
                        client.admissionRegistration()
                                .v1()
                                .mutatingWebhookConfigurations()
                                .list(),
                        client.admissionRegistration()
                                .v1()
                                .validatingWebhookConfigurations()
                                .list(),
                        client.admissionRegistration()
                                .v1()
                                .validatingAdmissionPolicies()
                                .list(),
                        client.admissionRegistration()
                                .v1()
                                .validatingAdmissionPolicyBindings()
                                .list(),
                        client.rbac().clusterRoles().list(),
                        client.rbac().clusterRoleBindings().list())
                .flatMap(list -> list.getItems().stream())
                .map(HasMetadata.class::cast)
                .toList();
    }
}
