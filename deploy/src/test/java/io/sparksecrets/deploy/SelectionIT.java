package io.sparksecrets.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real API server asks the webhook about. No replica answers, so what it asks about it refuses. */
@SuppressWarnings("NullAway.Init")
class SelectionIT {

    private static final String TEAM = "team-a";
    private static final String REFERENCE = "${secrets.KEY}";

    private static ApiServer server;
    private static KubernetesClient client;
    private static Pod driver;
    private static Pod labelled;
    private static Pod web;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        server = RealServer.start(ApiServer::start);
        Config config = Config.fromKubeconfig(server.kubeconfig().toFile());
        // A webhook that is not there is answered with 500.
        config.setRequestRetryBackoffLimit(0);
        client = new KubernetesClientBuilder().withConfig(config).build();
        namespace(Chart.NAMESPACE, Map.of());
        namespace(TEAM, Map.of("sparksecrets.io/injection", "enabled"));
        driver = client.resource(pod("driver", Map.of("spark-role", "driver"))).create();
        labelled = client.resource(pod("notebook", Map.of("sparksecrets.io/injection", "enabled")))
                .create();
        web = client.resource(pod("web", Map.of("app", "web"))).create();
        new Helm(Chart.DIRECTORY)
                .install()
                .withName("spark-secrets")
                .withNamespace(Chart.NAMESPACE)
                .withKubeConfig(server.kubeconfig())
                .withValuesFile(Files.writeString(directory.resolve("values.yaml"), "{}"))
                .call();
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

    @ParameterizedTest
    @ValueSource(strings = {"driver", "executor", "connect-server", "master", "worker"})
    void everyPodThatSparkOrAnOperatorMakes(String role) {
        assertAsked("spark-pods.sparksecrets.io", () -> create(pod("new", Map.of("spark-role", role))));
    }

    @Test
    void theOperatorItselfAndOtherPodsAreNotSeenUnlessTheyAreLabelled() {
        create(pod("new", Map.of("spark-role", "operator")));
        create(pod("new", Map.of("app", "web")));
        assertAsked(
                "labelled-pods.sparksecrets.io",
                () -> create(pod("new", Map.of("sparksecrets.io/injection", "enabled"))));
    }

    @Test
    void ephemeralContainersWithReferencesOfThePodsThatAreSeen() {
        assertAsked("spark-pods.sparksecrets.io", () -> EphemeralContainers.add(client, driver, "debug", REFERENCE));
        assertAsked(
                "labelled-pods.sparksecrets.io", () -> EphemeralContainers.add(client, labelled, "debug", REFERENCE));
        EphemeralContainers.add(client, web, "debug", REFERENCE);
    }

    @Test
    void ephemeralContainersWithoutReferencesCanBeAddedWithoutAReplica() {
        EphemeralContainers.add(client, driver, "shell", "$(HOME) ${other}");
        EphemeralContainers.add(client, labelled, "shell", "");
    }

    @ParameterizedTest
    @CsvSource({
        "spark-drv-8a1b2c9c4cf0a1b2-conf-map, ''",
        "etl-0-spark-drv-conf-map, ''",
        "etl-1a2b-hadoop-config, " + REFERENCE,
        "etl-1a2b-krb5-file, " + REFERENCE,
        "spark-exec-8a1b2c9c4cf0a1b2-conf-map, " + REFERENCE,
    })
    void configMapsOfADriver(String name, String text) {
        assertAsked("conf-maps.sparksecrets.io", () -> create(configMap(name, text, ownerIs(driver))));
    }

    @Test
    void theConfMapOfExecutorsWithoutAnOwnerToo() {
        assertAsked(
                "conf-maps.sparksecrets.io",
                () -> create(configMap("spark-exec-8a1b2c9c4cf0a1b2-conf-map", REFERENCE, List.of())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "etl-1a2b-driver-podspec-conf-map",
                "spark-drv-1a2b-driver-podspec-conf-map",
                "spark-exec-1a2b-driver-podspec-conf-map",
                "application-conf",
            })
    void noOtherConfigMapsOfADriver(String name) {
        create(configMap(name, REFERENCE, ownerIs(driver)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"etl-1a2b-hadoop-config", "etl-1a2b-krb5-file", "spark-exec-8a1b2c9c4cf0a1b2-conf-map"})
    void filesWithoutReferencesCanBeMadeWithoutAReplica(String name) {
        create(configMap(name, "plain", ownerIs(driver)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark-drv-8a1b2c9c4cf0a1b2-conf-map", "etl-1a2b-hadoop-config", "etl-1a2b-krb5-file"})
    void noConfigMapThatNoDriverOwnsYet(String name) {
        create(configMap(name, REFERENCE, List.of()));
    }

    private interface Request {
        void send();
    }

    private static void assertAsked(String webhook, Request request) {
        assertThatThrownBy(request::send)
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("failed calling webhook \"" + webhook + "\"");
    }

    private static void create(HasMetadata object) {
        assertThat(client.resource(object).dryRun(true).create()).isNotNull();
    }

    private static HasMetadata configMap(String name, String text, List<OwnerReference> owners) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(TEAM)
                .withName(name)
                .withOwnerReferences(owners)
                .endMetadata()
                .addToData("core-site.xml", text)
                .build();
    }

    private static List<OwnerReference> ownerIs(Pod pod) {
        return List.of(new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .build());
    }

    private static Pod pod(String name, Map<String, String> labels) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(TEAM)
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("localhost/pause:1")
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
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(name)
                        .withName("default")
                        .endMetadata()
                        .build())
                .create();
    }
}
