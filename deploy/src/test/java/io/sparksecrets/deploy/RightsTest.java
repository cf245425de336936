package io.sparksecrets.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rights of the webhook, all of them. {@code certs/README.md} says what those of the certificates are for. */
class RightsTest {

    @Test
    void theseAndNoOthers() {
        assertThat(rights(Chart.rendering()))
                .containsExactlyInAnyOrder(
                        "cluster: pods [get, list]",
                        "cluster: configmaps [get]",
                        "cluster: namespaces [get, list]",
                        "cluster: secrets, events [create]",
                        "cluster: tokenreviews [create]",
                        "cluster: subjectaccessreviews [create]",
                        "cluster: mutatingwebhookconfigurations, validatingwebhookconfigurations (spark-secrets) [get, watch, patch]",
                        "spark-secrets: secrets (spark-secrets-certificates, spark-secrets-name-key) [get, watch, update]",
                        "spark-secrets: configmaps (spark-secrets-ca) [get, update]",
                        "spark-secrets: leases (spark-secrets-certificates, spark-secrets-delivery) [get, patch]",
                        "spark-secrets: secrets, configmaps [create]",
                        "spark-secrets: leases [create]",
                        "spark-secrets: secrets (iomete-secret-store) [get, watch, patch]",
                        "spark-secrets: secrets [create]");
    }

    @Test
    void noSecretIsReadButByName() {
        assertThat(Stream.of(
                                "{}",
                                "delivery: {schedulingGate: true}",
                                "namespaces: [team-a]",
                                "certificates: {source: certManager}")
                        .flatMap(values -> rights(Chart.rendering(values)).stream()))
                .noneMatch(right -> right.matches("[^:]*: [^(]*secrets[^(]*\\[.*(get|list|watch|update|patch|\\*).*"));
    }

    @Test
    void theStoresSecretIsNoBusinessOfOneThatUsesVault() {
        assertThat(
                        rights(
                                Chart.rendering(
                                        "secretStore: {type: vault, vaultSettings: {endpoint: 'http://v', path: /v1/s/data/a, token: t}}")))
                .noneMatch(right -> right.contains("iomete-secret-store"))
                .doesNotContain("spark-secrets: secrets [create]");
    }

    @Test
    void theKeysOfADatabaseAreReadAndRotated() {
        assertThat(rights(Chart.rendering("""
                        secretStore:
                          type: database
                          databaseSettings: {url: 'jdbc:postgresql://db/s', keysetSecret: {name: keys, key: keyset.json}}
                        """))).contains("spark-secrets: secrets (keys) [get, update]");
    }

    @Test
    void inListedNamespacesAlone() {
        assertThat(rights(Chart.rendering("namespaces: [team-a, team-b]")))
                .contains(
                        "team-a: pods [get, list]",
                        "team-a: configmaps [get]",
                        "team-a: secrets, events [create]",
                        "team-b: pods [get, list]",
                        "team-b: configmaps [get]",
                        "team-b: secrets, events [create]")
                .noneMatch(right -> right.matches("cluster: (pods|secrets|configmaps).*"));
    }

    @Test
    void nobodyIsReviewedWhereThereIsNoApi() {
        assertThat(rights(Chart.rendering("api: {enabled: false}"))).noneMatch(right -> right.contains("reviews"));
    }

    @Test
    void podsArePatchedForTheGateAlone() {
        assertThat(rights(Chart.rendering("delivery: {schedulingGate: true}")))
                .contains("cluster: pods [get, list, patch]");
    }

    @Test
    void somebodyElsesCertificatesTakeLess() {
        assertThat(rights(Chart.rendering("certificates: {source: certManager}")))
                .contains(
                        "spark-secrets: secrets (spark-secrets-name-key) [get, watch, update]",
                        "spark-secrets: leases (spark-secrets-delivery) [get, patch]",
                        "cluster: mutatingwebhookconfigurations, validatingwebhookconfigurations (spark-secrets) [get]")
                .noneMatch(right -> right.contains("-certificates") || right.startsWith("spark-secrets: configmaps"));
    }

    @Test
    void areGivenToTheWebhookAlone() {
        Rendering rendering = Chart.rendering("namespaces: [team-a]");

        assertThat(Stream.concat(
                        rendering.all(RoleBinding.class).stream().flatMap(one -> one.getSubjects().stream()),
                        rendering.all(ClusterRoleBinding.class).stream().flatMap(one -> one.getSubjects().stream())))
                .isNotEmpty()
                .allSatisfy(subject -> {
                    assertThat(subject.getKind()).isEqualTo("ServiceAccount");
                    assertThat(subject.getName()).isEqualTo("spark-secrets");
                    assertThat(subject.getNamespace()).isEqualTo(Chart.NAMESPACE);
                });
    }

    @Test
    void everyRoleIsBound() {
        Rendering rendering = Chart.rendering("namespaces: [team-a]");

        assertThat(rendering.all(RoleBinding.class))
                .extracting(one -> one.getMetadata().getNamespace() + "/"
                        + one.getRoleRef().getName())
                .containsExactlyInAnyOrderElementsOf(rendering.all(Role.class).stream()
                        .map(one -> one.getMetadata().getNamespace() + "/"
                                + one.getMetadata().getName())
                        .toList());
        assertThat(rendering.all(ClusterRoleBinding.class))
                .extracting(one -> one.getRoleRef().getName())
                .containsExactlyInAnyOrderElementsOf(rendering.all(ClusterRole.class).stream()
                        .map(one -> one.getMetadata().getName())
                        .toList());
    }

    /** Each rule as {@code where: resources (names) [verbs]}. */
    private static List<String> rights(Rendering rendering) {
        return Stream.concat(
                        rendering.all(Role.class).stream()
                                .flatMap(one -> one.getRules().stream().map(rule -> told(one, rule))),
                        rendering.all(ClusterRole.class).stream()
                                .flatMap(one -> one.getRules().stream().map(rule -> told(one, rule))))
                .toList();
    }

    private static String told(HasMetadata role, PolicyRule rule) {
        String namespace = role.getMetadata().getNamespace();
        return "%s: %s%s %s"
                .formatted(
                        namespace == null ? "cluster" : namespace,
                        String.join(", ", rule.getResources()),
                        rule.getResourceNames().isEmpty()
                                ? ""
                                : " (" + String.join(", ", rule.getResourceNames()) + ")",
                        rule.getVerbs());
    }
}
