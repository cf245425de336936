package io.sparksecrets.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Helm installs, upgrades and uninstalls the chart on a real API server, which checks all that it is given; pods do not run there. */
@SuppressWarnings("NullAway.Init")
class HelmIT {

    private static final String CA_BUNDLE = "LS0tLS1CRUdJTg==";
    private static final String TEAM = "team-a";

    private static ApiServer server;
    private static KubernetesClient client;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        server = RealServer.start(ApiServer::start);
        Config config = Config.fromKubeconfig(server.kubeconfig().toFile());
        // A webhook that is not there is answered with 500.
        config.setRequestRetryBackoffLimit(0);
        client = new KubernetesClientBuilder().withConfig(config).build();
        namespace(Chart.NAMESPACE, Map.of());
        namespace(TEAM, Map.of("sparksecrets.io/injection", "enabled"));
    }

    @AfterAll
    static void end() throws IOException {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void nothingIsThere() {
        assertThat(objects()).isEmpty();
    }

    @AfterEach
    void uninstall() {
        Helm.uninstall("spark-secrets")
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfig(server.kubeconfig())
                .ignoreNotFound()
                .call();
    }

    @Test
    void anUpgradeKeepsWhatTheReplicasWrote() throws IOException {
        install("{}");
        client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName("spark-secrets")
                .edit(found -> {
                    found.getWebhooks().forEach(one -> one.getClientConfig().setCaBundle(CA_BUNDLE));
                    return found;
                });
        secrets("spark-secrets-certificates")
                .edit(found ->
                        new SecretBuilder(found).addToData("tls.key", "a2V5").build());

        upgrade("{admission: {mutateTimeoutSeconds: 3}, commonLabels: {team: data}}");

        MutatingWebhookConfiguration configuration = client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName("spark-secrets")
                .get();
        assertThat(configuration.getWebhooks()).hasSize(2).allSatisfy(one -> {
            assertThat(one.getTimeoutSeconds()).isEqualTo(3);
            assertThat(one.getClientConfig().getCaBundle()).isEqualTo(CA_BUNDLE);
        });
        assertThat(secrets("spark-secrets-certificates").get().getData()).containsEntry("tls.key", "a2V5");
    }

    @Test
    void anUninstallLeavesTheSecretsOfPeopleAndNothingElse() throws IOException {
        install("admission: {literalReferencePolicy: {enabled: true}}");
        assertThat(objects())
                .contains("MutatingWebhookConfiguration spark-secrets", "ClusterRole spark-secrets-delivery");
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(Chart.NAMESPACE)
                        .withName("iomete-secret-store")
                        .endMetadata()
                        .addToData("DB_PASSWORD", "cGFzcw==")
                        .build())
                .create();

        uninstall();

        assertThat(objects()).containsExactly("Secret iomete-secret-store");
        secrets("iomete-secret-store").delete();
    }

    @Test
    void theWebhookMayCreateSecretsOfApplicationsAndReadNone() throws IOException {
        install("{}");

        assertThat(may("create", "secrets", TEAM, "")).isTrue();
        assertThat(may("get", "pods", TEAM, "driver")).isTrue();
        assertThat(may("create", "events", TEAM, "")).isTrue();
        for (String verb : List.of("get", "list", "watch", "update", "patch", "delete", "deletecollection")) {
            assertThat(may(verb, "secrets", TEAM, "any")).as(verb).isFalse();
            assertThat(may(verb, "secrets", Chart.NAMESPACE, "any")).as(verb).isFalse();
        }
        assertThat(may("patch", "pods", TEAM, "driver")).isFalse();
        assertThat(may("get", "configmaps", TEAM, "any")).isTrue();
        for (String verb : List.of("list", "watch", "create", "update", "patch", "delete")) {
            assertThat(may(verb, "configmaps", TEAM, "any")).as(verb).isFalse();
        }
        assertThat(may("get", "secrets", Chart.NAMESPACE, "iomete-secret-store"))
                .isTrue();
        assertThat(may("get", "secrets", Chart.NAMESPACE, "spark-secrets-certificates"))
                .isTrue();
    }

    @Test
    void inListedNamespacesItHasNoRightsInOthers() throws IOException {
        install("namespaces: [team-a]");

        assertThat(may("create", "secrets", TEAM, "")).isTrue();
        assertThat(may("create", "secrets", "default", "")).isFalse();
        assertThat(may("get", "pods", "default", "driver")).isFalse();
        assertThat(may("get", "configmaps", "default", "any")).isFalse();
    }

    @Test
    void withoutAReplicaOnlySparkPodsOfOptedInNamespacesAreRefused() throws IOException {
        install("{}");

        assertThatThrownBy(() -> create(pod(TEAM, Map.of("spark-role", "driver"), "x")))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("sparksecrets.io");
        create(pod(TEAM, Map.of("app", "web"), "x"));
        create(pod(Chart.NAMESPACE, Map.of("spark-role", "driver"), "x"));
    }

    @Test
    void theApiServerItselfRefusesReferencesThatAreLeft() throws IOException {
        Map<String, String> driver = Map.of("spark-role", "driver");
        install("admission: {literalReferencePolicy: {enabled: true, keep: true}}");
        uninstall();
        try {
            Waiting.until("the policy", Duration.ofMinutes(1), () -> isRefused(pod(TEAM, driver, "${secrets.KEY}")));

            assertThat(isRefused(pod(TEAM, driver, "a ${secrets:vault:team/KEY} b")))
                    .isTrue();
            assertThat(isRefused(pod(TEAM, driver, "$${secrets.KEY}"))).isFalse();
            assertThat(isRefused(pod(TEAM, driver, "${other.KEY}"))).isFalse();
            assertThat(isRefused(pod(TEAM, Map.of("app", "web"), "${secrets.KEY}")))
                    .isFalse();
            assertThat(isRefused(pod("default", driver, "${secrets.KEY}"))).isFalse();
            assertThat(isRefused(withArgument("--conf", "spark.executorEnv.KEY=${secrets.KEY}")))
                    .isFalse();
            assertThat(isRefused(withArgument("${secrets.KEY}"))).isTrue();
            assertThat(isRefused(pod(TEAM, Map.of("spark-role", "worker"), "${secrets.KEY}")))
                    .isTrue();
            assertThat(isRefused(withVariable("SPARK_WORKER_OPTS", "-Dspark.executorEnv.KEY=\"${secrets.KEY}\"")))
                    .isFalse();
            assertThat(isRefused(withVariable("SPARK_WORKER_OPTS", "-Dspark.hadoop.key=\"${secrets.KEY}\"")))
                    .isTrue();
            assertThat(isRefused(withVariable("OTHER", "-Dspark.executorEnv.KEY=\"${secrets.KEY}\"")))
                    .isTrue();
            assertOnlyNewEphemeralContainersWithReferencesAreRefused();
        } finally {
            String name = "spark-secrets-literal-references";
            client.admissionRegistration()
                    .v1()
                    .validatingAdmissionPolicyBindings()
                    .withName(name)
                    .delete();
            client.admissionRegistration()
                    .v1()
                    .validatingAdmissionPolicies()
                    .withName(name)
                    .delete();
        }
    }

    private static void assertOnlyNewEphemeralContainersWithReferencesAreRefused() {
        Pod driver =
                client.resource(pod(TEAM, Map.of("spark-role", "driver"), "x")).create();
        try {
            EphemeralContainers.add(client, driver, "plain", "$${secrets.KEY}");
            assertThatThrownBy(() -> EphemeralContainers.add(client, driver, "debug", "${secrets.KEY}"))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("an ephemeral container holds a reference ${secrets.…}, but gets no values");
        } finally {
            client.resource(driver).withGracePeriod(0).delete();
        }
    }

    @Test
    void onlyTheWebhookMakesASecretThatIsNamedAsADeliverySecret() throws IOException {
        install("{}");
        Secret delivery = secret("spark-secrets-" + "0123456789".repeat(4));
        Config config = Config.fromKubeconfig(server.kubeconfig().toFile());
        config.setImpersonateUsername("system:serviceaccount:%s:spark-secrets".formatted(Chart.NAMESPACE));

        Waiting.until("the policy", Duration.ofMinutes(1), () -> {
            try {
                client.resource(delivery).dryRun(true).create();
                return false;
            } catch (KubernetesClientException e) {
                assertThat(e).hasMessageContaining("only Spark Secrets makes a Secret of this name");
                return true;
            }
        });
        client.resource(secret("spark-secrets-of-somebody")).dryRun(true).create();
        try (KubernetesClient webhook =
                new KubernetesClientBuilder().withConfig(config).build()) {
            webhook.resource(delivery).dryRun(true).create();
        }
    }

    private static Secret secret(String name) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(TEAM)
                .withName(name)
                .endMetadata()
                .build();
    }

    private void install(String values) throws IOException {
        new Helm(Chart.DIRECTORY)
                .install()
                .withName("spark-secrets")
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfig(server.kubeconfig())
                .withValuesFile(file(values))
                .call();
    }

    private void upgrade(String values) throws IOException {
        new Helm(Chart.DIRECTORY)
                .upgrade()
                .withName("spark-secrets")
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfig(server.kubeconfig())
                .withValuesFile(file(values))
                .call();
    }

    private Path file(String values) throws IOException {
        return Files.writeString(directory.resolve("values.yaml"), values);
    }

    /** All that an installation can consist of, cluster-wide and in its namespace. */
    private static List<String> objects() {
        List<String> found = new ArrayList<>();
        client.secrets()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems()
                .forEach(one -> found.add("Secret " + one.getMetadata().getName()));
        client.configMaps()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems()
                .forEach(one -> found.add("ConfigMap " + one.getMetadata().getName()));
        client.services()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems()
                .forEach(one -> found.add("Service " + one.getMetadata().getName()));
        client.serviceAccounts()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems()
                .forEach(one -> found.add("ServiceAccount " + one.getMetadata().getName()));
        client.apps()
                .deployments()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems()
                .forEach(one -> found.add("Deployment " + one.getMetadata().getName()));
        client.leases()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems()
                .forEach(one -> found.add("Lease " + one.getMetadata().getName()));
        client.rbac()
                .roles()
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(one -> found.add("Role " + one.getMetadata().getName()));
        client.rbac()
                .roleBindings()
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(one -> found.add("RoleBinding " + one.getMetadata().getName()));
        client.rbac()
                .clusterRoles()
                .list()
                .getItems()
                .forEach(one -> found.add("ClusterRole " + one.getMetadata().getName()));
        client.rbac()
                .clusterRoleBindings()
                .list()
                .getItems()
                .forEach(one ->
                        found.add("ClusterRoleBinding " + one.getMetadata().getName()));
        client.policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems()
                .forEach(one ->
                        found.add("PodDisruptionBudget " + one.getMetadata().getName()));
        client.network()
                .v1()
                .networkPolicies()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems()
                .forEach(one -> found.add("NetworkPolicy " + one.getMetadata().getName()));
        client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .list()
                .getItems()
                .forEach(one -> found.add(
                        "MutatingWebhookConfiguration " + one.getMetadata().getName()));
        client.admissionRegistration()
                .v1()
                .validatingWebhookConfigurations()
                .list()
                .getItems()
                .forEach(one -> found.add(
                        "ValidatingWebhookConfiguration " + one.getMetadata().getName()));
        client.admissionRegistration()
                .v1()
                .validatingAdmissionPolicies()
                .list()
                .getItems()
                .forEach(one -> found.add(
                        "ValidatingAdmissionPolicy " + one.getMetadata().getName()));
        client.admissionRegistration()
                .v1()
                .validatingAdmissionPolicyBindings()
                .list()
                .getItems()
                .forEach(one -> found.add(
                        "ValidatingAdmissionPolicyBinding " + one.getMetadata().getName()));
        // What the API server and the test made.
        found.removeIf(one -> one.contains(" system:")
                || one.matches(
                        "(Role|ClusterRole|RoleBinding|ClusterRoleBinding) (admin|edit|view|cluster-admin|extension-.*)")
                || one.equals("ServiceAccount default"));
        return found;
    }

    private static Resource<Secret> secrets(String name) {
        return client.secrets().inNamespace(Chart.NAMESPACE).withName(name);
    }

    /** What {@code kubectl auth can-i} asks. */
    private static boolean may(String verb, String resource, String namespace, String name) {
        return client.resource(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser("system:serviceaccount:%s:spark-secrets".formatted(Chart.NAMESPACE))
                        .withNewResourceAttributes()
                        .withVerb(verb)
                        .withResource(resource)
                        .withNamespace(namespace)
                        .withName(name)
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .create()
                .getStatus()
                .getAllowed();
    }

    private static boolean isRefused(Pod pod) {
        try {
            create(pod);
            return false;
        } catch (KubernetesClientException e) {
            assertThat(e).hasMessageContaining("is Spark Secrets installed and running?");
            return true;
        }
    }

    private static void create(Pod pod) {
        client.resource(pod).dryRun(true).create();
    }

    private static Pod pod(String namespace, Map<String, String> labels, String value) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("pod")
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("localhost/pause:1")
                .addNewEnv()
                .withName("KEY")
                .withValue(value)
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
    }

    private static Pod withArgument(String... words) {
        return new PodBuilder(pod(TEAM, Map.of("spark-role", "driver"), "x"))
                .editSpec()
                .editFirstContainer()
                .withArgs(words)
                .endContainer()
                .endSpec()
                .build();
    }

    private static Pod withVariable(String name, String value) {
        return new PodBuilder(pod(TEAM, Map.of("spark-role", "worker"), value))
                .editSpec()
                .editFirstContainer()
                .editFirstEnv()
                .withName(name)
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
    }

    private static void namespace(String name, Map<String, String> labels) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .create();
        for (String namespace : List.of(name, "default")) {
            client.resource(new ServiceAccountBuilder()
                            .withNewMetadata()
                            .withNamespace(namespace)
                            .withName("default")
                            .endMetadata()
                            .build())
                    .createOr(existing -> existing.update());
        }
    }
}
