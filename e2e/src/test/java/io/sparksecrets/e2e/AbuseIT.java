package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What somebody with the right to create pods and ConfigMaps might try, by hand and not through Spark. */
@EndToEndTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class AbuseIT {

    private static final String NAMESPACE = "abuse";
    private static final String ANNOTATION = "sparksecrets.io/delivery";

    private KubernetesClient client;

    @BeforeAll
    void createNamespace(Installation installation) throws Exception {
        client = installation.client();
        new Secrets(installation.webhook()).put("ABUSE_KEY");
        installation.createNamespace(NAMESPACE);
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

    private void assertRefused(HasMetadata object, String... inMessage) {
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> client.resource(object).create())
                .satisfies(refusal -> assertThat(refusal.getCode()).isEqualTo(HttpURLConnection.HTTP_FORBIDDEN))
                .satisfies(refusal -> assertThat(refusal).hasMessageContainingAll(inMessage));
    }

    private List<String> secretNames() {
        return client.secrets().inNamespace(NAMESPACE).list().getItems().stream()
                .map(secret -> secret.getMetadata().getName())
                .toList();
    }

    private static Pod pod(String name, Map<String, String> annotations) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .withLabels(Map.of("spark-role", "driver"))
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName("spark")
                .addNewContainer()
                .withName("spark-kubernetes-driver")
                .withImage("localhost/pause:1")
                .withImagePullPolicy("Never")
                .addNewEnv()
                .withName("KEY")
                .withValue("${secrets.ABUSE_KEY}")
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
    }

    /** A pod that looks like a driver of spark-submit and waits for its conf map. */
    private static Pod driver(String name, String confMap) {
        return pod(name, Map.of())
                .edit()
                .editSpec()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("spark-conf-volume-driver")
                .withMountPath("/opt/spark/conf")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("spark-conf-volume-driver")
                .withNewConfigMap()
                .withName(confMap)
                .endConfigMap()
                .endVolume()
                .endSpec()
                .build();
    }

    private static ConfigMap confMap(String name, String owner, String uid) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(owner)
                .withUid(uid)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .addToData("spark.properties", "spark.hadoop.key=${secrets.ABUSE_KEY}\n")
                .build();
    }
}
