package io.sparksecrets.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the API server asks the webhook about, and what it does without an answer. */
class WebhookConfigurationsTest {

    private static final Rendering DEFAULT = Chart.rendering();
    private static final MutatingWebhookConfiguration MUTATING =
            DEFAULT.get(MutatingWebhookConfiguration.class, "spark-secrets");
    private static final ValidatingWebhookConfiguration VALIDATING =
            DEFAULT.get(ValidatingWebhookConfiguration.class, "spark-secrets");

    @Test
    void aRewritingIsRepeatedWhenAnotherWebhookChangesThePod() {
        assertThat(MUTATING.getWebhooks())
                .extracting(one -> one.getName())
                .containsExactlyInAnyOrder("spark-pods.sparksecrets.io", "labelled-pods.sparksecrets.io");
        assertThat(MUTATING.getWebhooks()).allSatisfy(one -> {
            assertThat(one.getFailurePolicy()).isEqualTo("Fail");
            assertThat(one.getMatchPolicy()).isEqualTo("Equivalent");
            assertThat(one.getReinvocationPolicy()).isEqualTo("IfNeeded");
            assertThat(one.getSideEffects()).isEqualTo("None");
            assertThat(one.getTimeoutSeconds()).isEqualTo(2);
            assertThat(one.getClientConfig().getService().getPath()).isEqualTo("/admission/mutate");
        });
    }

    @Test
    void aCheckMayCreateUnlessItIsADryRun() {
        assertThat(VALIDATING.getWebhooks())
                .extracting(one -> one.getName())
                .containsExactlyInAnyOrder(
                        "spark-pods.sparksecrets.io", "labelled-pods.sparksecrets.io", "conf-maps.sparksecrets.io");
        assertThat(VALIDATING.getWebhooks()).allSatisfy(one -> {
            assertThat(one.getFailurePolicy()).isEqualTo("Fail");
            assertThat(one.getMatchPolicy()).isEqualTo("Equivalent");
            assertThat(one.getSideEffects()).isEqualTo("NoneOnDryRun");
            assertThat(one.getTimeoutSeconds()).isEqualTo(5);
            assertThat(one.getClientConfig().getService().getPath()).isEqualTo("/admission/validate");
        });
    }

    @Test
    void onlyNamespacesThatOptInAreSeenAndNeverItsOwnOrTheSystems() {
        assertThat(selectors()).hasSize(5).allSatisfy(selector -> {
            assertThat(selector.getMatchLabels()).containsEntry("sparksecrets.io/injection", "enabled");
            assertThat(selector.getMatchExpressions().getFirst().getKey()).isEqualTo("kubernetes.io/metadata.name");
            assertThat(selector.getMatchExpressions().getFirst().getOperator()).isEqualTo("NotIn");
            assertThat(selector.getMatchExpressions().getFirst().getValues()).contains("kube-system", Chart.NAMESPACE);
        });
    }

    @Test
    void noPodIsAskedAboutTwice() {
        LabelSelector spark = podsOf("spark-pods.sparksecrets.io");
        LabelSelector labelled = podsOf("labelled-pods.sparksecrets.io");

        assertThat(spark.getMatchExpressions().getFirst().getOperator()).isEqualTo("In");
        assertThat(labelled.getMatchExpressions().getFirst().getOperator()).isEqualTo("NotIn");
        assertThat(labelled.getMatchExpressions().getFirst().getValues())
                .isEqualTo(spark.getMatchExpressions().getFirst().getValues())
                .containsExactly("driver", "executor", "connect-server", "master", "worker");
        assertThat(labelled.getMatchLabels()).containsEntry("sparksecrets.io/injection", "enabled");
    }

    @Test
    void ephemeralContainersAreCheckedAndNeverRewritten() {
        assertThat(VALIDATING.getWebhooks())
                .filteredOn(one -> one.getName().contains("-pods."))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.getRules())
                        .extracting(rule -> rule.getResources() + " " + rule.getOperations())
                        .containsExactly("[pods] [CREATE]", "[pods/ephemeralcontainers] [UPDATE]"));
        assertThat(MUTATING.getWebhooks())
                .allSatisfy(one -> assertThat(one.getRules())
                        .extracting(rule -> rule.getResources() + " " + rule.getOperations())
                        .containsExactly("[pods] [CREATE]"));
    }

    @Test
    void theLiteralPolicyIsForTheSamePods() {
        Rendering rendering = Chart.rendering("admission: {literalReferencePolicy: {enabled: true}}");
        assertThat(rendering
                        .get(ValidatingAdmissionPolicy.class, "spark-secrets-literal-references")
                        .getSpec()
                        .getMatchConstraints()
                        .getObjectSelector())
                .isEqualTo(podsOf("spark-pods.sparksecrets.io"));
    }

    @Test
    void confMapsAreChosenByNameOwnerAndChange() {
        ValidatingWebhook confMaps = VALIDATING.getWebhooks().stream()
                .filter(one -> one.getName().startsWith("conf-maps"))
                .findFirst()
                .orElseThrow();

        assertThat(confMaps.getMatchConditions())
                .extracting(one -> one.getName())
                .containsExactly(
                        "made-by-spark",
                        "owned-by-a-pod-or-of-executors",
                        "conf-of-a-driver-or-with-a-reference",
                        "conf-or-owner-is-new");
        assertThat(confMaps.getRules().getFirst().getOperations()).containsExactly("CREATE", "UPDATE");
    }

    @Test
    void whomToTrustIsLeftToTheReplicas() {
        assertThat(DEFAULT.text()).doesNotContain("caBundle:");
    }

    @Test
    void whomToTrustIsLeftToCertManager() {
        Rendering rendering = Chart.rendering("certificates: {source: certManager}");

        assertThat(rendering.text()).doesNotContain("caBundle:");
        assertThat(rendering
                        .get(MutatingWebhookConfiguration.class, "spark-secrets")
                        .getMetadata()
                        .getAnnotations())
                .containsEntry("cert-manager.io/inject-ca-from", "spark-secrets/spark-secrets");
        assertThat(rendering.ofKind("Certificate")).hasSize(2);
        assertThat(rendering.configuration()).contains("directory: /etc/spark-secrets/certificate");
    }

    @Test
    void itSortsAfterTheSparkOperator() {
        assertThat(Stream.of("spark-secrets", "spark-operator-webhook").sorted())
                .last()
                .isEqualTo(MUTATING.getMetadata().getName());
    }

    private static LabelSelector podsOf(String webhook) {
        return MUTATING.getWebhooks().stream()
                .filter(one -> one.getName().equals(webhook))
                .findFirst()
                .orElseThrow()
                .getObjectSelector();
    }

    private static List<LabelSelector> selectors() {
        return Stream.concat(
                        MUTATING.getWebhooks().stream().map(one -> one.getNamespaceSelector()),
                        VALIDATING.getWebhooks().stream().map(one -> one.getNamespaceSelector()))
                .toList();
    }
}
