package io.sparksecrets.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart as it is installed without any values. */
class ChartTest {

    @Test
    void passesTheStrictLinter() {
        LintResult result = Chart.lint();

        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }

    @Test
    void isRenderedTheSameTwice() {
        assertThat(Chart.rendering().text()).isEqualTo(Chart.rendering().text());
    }

    @Test
    void hasAllObjectsInItsNamespaceOrInNone() {
        assertThat(Chart.rendering().objects())
                .allSatisfy(one -> assertThat(one.getMetadata().getNamespace()).isIn(null, Chart.NAMESPACE));
    }

    @Test
    void saysOnEachObjectWhoseItIs() {
        assertThat(Chart.rendering().objects())
                .allSatisfy(one -> assertThat(one.getMetadata().getLabels())
                        .containsEntry("app.kubernetes.io/instance", "spark-secrets")
                        .containsEntry("app.kubernetes.io/managed-by", "Helm"));
    }

    @Test
    void leavesNothingBehindThatReplicasWriteAsTheyRun() {
        Rendering rendering = Chart.rendering();

        assertThat(rendering.objects().stream()
                        .map(one -> one.getKind() + " " + one.getMetadata().getName()))
                .contains(
                        "Secret spark-secrets-certificates",
                        "Secret spark-secrets-name-key",
                        "ConfigMap spark-secrets-ca",
                        "Lease spark-secrets-certificates",
                        "Lease spark-secrets-delivery");
    }

    @Test
    void leavesTheSecretsOfPeopleAlone() {
        assertThat(Chart.rendering().text()).doesNotContain("name: iomete-secret-store");
    }

    @Test
    void meetsTheRestrictedPodSecurityStandard(@TempDir Path directory) throws IOException {
        Rendering rendering = Chart.rendering();
        PodSpec test = Chart.testPod(directory).getSpec();

        assertThat(List.of(rendering.pod(), test)).allSatisfy(ChartTest::isRestricted);
    }

    @Test
    void runsTwoReplicasOfWhichOneMayBeTakenAway() {
        Rendering rendering = Chart.rendering();
        Deployment deployment = rendering.get(Deployment.class, "spark-secrets");

        assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
        assertThat(deployment
                        .getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxUnavailable()
                        .getIntVal())
                .isZero();
        assertThat(rendering
                        .get(PodDisruptionBudget.class, "spark-secrets")
                        .getSpec()
                        .getMaxUnavailable()
                        .getIntVal())
                .isOne();
        assertThat(rendering.pod().getTopologySpreadConstraints())
                .allSatisfy(one -> assertThat(one.getLabelSelector().getMatchLabels())
                        .isEqualTo(deployment.getSpec().getSelector().getMatchLabels()));
    }

    @Test
    void selectsItsOwnPodsAndNotThatOfItsTest(@TempDir Path directory) throws IOException {
        Rendering rendering = Chart.rendering();
        Map<String, String> pods = rendering
                .get(Deployment.class, "spark-secrets")
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels();
        Map<String, String> test = Chart.testPod(directory).getMetadata().getLabels();

        assertThat(List.of(
                        rendering.get(Service.class, "spark-secrets").getSpec().getSelector(),
                        rendering
                                .get(Deployment.class, "spark-secrets")
                                .getSpec()
                                .getSelector()
                                .getMatchLabels(),
                        rendering
                                .get(PodDisruptionBudget.class, "spark-secrets")
                                .getSpec()
                                .getSelector()
                                .getMatchLabels(),
                        rendering
                                .get(NetworkPolicy.class, "spark-secrets")
                                .getSpec()
                                .getPodSelector()
                                .getMatchLabels()))
                .allSatisfy(selector -> {
                    assertThat(pods).containsAllEntriesOf(selector);
                    assertThat(test.entrySet().containsAll(selector.entrySet())).isFalse();
                });
    }

    @Test
    void waitsLongerForItsPodsThanTheyTakeToStop() {
        // 5 s of drain, 10 s for requests.
        assertThat(Chart.rendering().pod().getTerminationGracePeriodSeconds()).isEqualTo(25);
    }

    @Test
    void rollsItsPodsWhenTheConfigurationChanges() {
        assertThat(checksum(Chart.rendering())).isEqualTo(checksum(Chart.rendering()));
        assertThat(checksum(Chart.rendering("policy: {rules: [{secrets: ['**']}]}")))
                .isNotEqualTo(checksum(Chart.rendering()));
    }

    @Test
    void doesNotRollItsPodsForACredential() {
        String store =
                "secretStore: {type: vault, vaultSettings: {endpoint: 'http://v', path: /v1/s/data/a, token: %s}}";

        assertThat(Chart.rendering(store.formatted("one")).get(Deployment.class, "spark-secrets"))
                .isEqualTo(Chart.rendering(store.formatted("two")).get(Deployment.class, "spark-secrets"));
    }

    @Test
    void letsApiServersInFromAnywhere() {
        assertThat(Chart.rendering()
                        .get(NetworkPolicy.class, "spark-secrets")
                        .getSpec()
                        .getIngress()
                        .getFirst()
                        .getFrom())
                .isEmpty();
    }

    @Test
    void opensNoPortForAnApiThatThereIsNot() {
        assertThat(Chart.rendering().text()).contains("name: api", "port: api");
        assertThat(Chart.rendering("api: {enabled: false}").text()).doesNotContain("name: api", "port: api");
    }

    @Test
    void takesTheNameOfItsReleaseWhereThatIsAnotherOne() {
        assertThat(new Rendering(Chart.text("prod", "{}"))
                        .objects().stream().map(HasMetadata::getMetadata).map(one -> one.getName()))
                .allSatisfy(name -> assertThat(name).startsWith("prod-spark-secrets"));
    }

    @Test
    void tellsWhatIsNextWithSingleQuotes() {
        assertThat(Chart.notes())
                .contains("kubectl label namespace default sparksecrets.io/injection=enabled")
                .contains("deploy/spark-secrets -- spark-secrets secrets put DB_PASSWORD")
                .contains("--conf 'spark.kubernetes.driverEnv.DB_PASSWORD=${secrets.DB_PASSWORD}'");
    }

    private static String checksum(Rendering rendering) {
        return rendering
                .get(Deployment.class, "spark-secrets")
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .getOrDefault("checksum/configuration", "none");
    }

    private static void isRestricted(PodSpec pod) {
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getVolumes())
                .allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
        for (Container container : pod.getContainers()) {
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getResources().getLimits()).containsKey("memory");
        }
    }
}
