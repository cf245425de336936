package io.sparksecrets.command;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.sparksecrets.application.Application;
import io.sparksecrets.application.Installation;
import io.sparksecrets.certs.kubernetes.KubernetesTrustPublisher;
import io.sparksecrets.certs.rotation.RotatingCertificates;
import io.sparksecrets.certs.rotation.RotationPolicy;
import io.sparksecrets.command.certs.ServedCertificate;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.configuration.Setting;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.delivery.KubernetesCluster;
import io.sparksecrets.kubernetes.KubernetesInstallation;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.database.EmbeddedDatabase;
import io.sparksecrets.testing.Waiting;
import io.sparksecrets.validation.ListedNamespaces;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Replicas of the webhook that share an authority of short life, and webhook configurations that call every one of them for every
 * pod of the namespace {@code jobs}.
 */
final class ReplicasOnApiServer implements AutoCloseable {

    static final String NAMESPACE = "spark-secrets";
    static final String JOBS = "jobs";

    private static final String NAME = "spark-secrets";
    private static final RotationPolicy POLICY =
            RotationPolicy.of(List.of("127.0.0.1"), Duration.ofMinutes(10), Duration.ofSeconds(30));

    private final Map<Setting<?>, String> settings;
    private final Config config;
    private final KubernetesClient admin;
    private final List<KubernetesInstallation> installations = new ArrayList<>();
    private final List<Application> replicas = new ArrayList<>();

    ReplicasOnApiServer(Config config, Path directory, int count) throws Exception {
        this(config, directory, count, Map.of());
    }

    /** With settings beside those that all have. */
    ReplicasOnApiServer(Config config, Path directory, int count, Map<Setting<?>, String> settings) throws Exception {
        this.settings = settings;
        this.config = new ConfigBuilder(config).withRequestRetryBackoffLimit(0).build();
        admin = new KubernetesClientBuilder().withConfig(this.config).build();
        for (String namespace : List.of(NAMESPACE, JOBS)) {
            admin.namespaces()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .addToLabels(ListedNamespaces.LABEL, "enabled")
                            .endMetadata()
                            .build())
                    .create();
        }
        admin.serviceAccounts()
                .inNamespace(JOBS)
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("default")
                        .endMetadata()
                        .build())
                .create();
        for (int i = 0; i < count; i++) {
            replicas.add(start(directory.resolve("replica-" + i)));
        }
        for (Application replica : replicas) {
            replica.serving().get();
        }
        configure();
        Waiting.until("the caBundles", Duration.ofSeconds(60), () -> bundles().noneMatch(String::isEmpty));
    }

    KubernetesClient admin() {
        return admin;
    }

    Config config() {
        return config;
    }

    List<Integer> ports() {
        return replicas.stream().map(Application::admissionPort).toList();
    }

    /** The certificate of every replica, as a client meets it. */
    List<X509Certificate> served() throws IOException {
        List<X509Certificate> served = new ArrayList<>();
        for (int port : ports()) {
            served.add(ServedCertificate.of("127.0.0.1", port).certificate());
        }
        return served;
    }

    /** The serial number of the authority of every replica's certificate. */
    List<String> issuers() throws IOException {
        List<String> issuers = new ArrayList<>();
        for (int port : ports()) {
            issuers.add(ServedCertificate.of("127.0.0.1", port)
                    .chain()
                    .getLast()
                    .getSerialNumber()
                    .toString(16));
        }
        return issuers;
    }

    /**
     * Empties every {@code caBundle}, as somebody does who applies the chart's YAML again.
     *
     * @return how long it took until the last one was filled again
     */
    Duration wipe() throws IOException {
        long start = System.nanoTime();
        admin.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(NAME)
                .edit(found -> {
                    found.getWebhooks()
                            .forEach(webhook -> webhook.getClientConfig().setCaBundle(null));
                    return found;
                });
        admin.admissionRegistration()
                .v1()
                .validatingWebhookConfigurations()
                .withName(NAME)
                .edit(found -> {
                    found.getWebhooks()
                            .forEach(webhook -> webhook.getClientConfig().setCaBundle(null));
                    return found;
                });
        Waiting.until(
                "the wiped caBundles", Duration.ofSeconds(60), () -> bundles().noneMatch(String::isEmpty));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Stream<String> bundles() {
        return Stream.concat(
                        admin
                                .admissionRegistration()
                                .v1()
                                .mutatingWebhookConfigurations()
                                .withName(NAME)
                                .get()
                                .getWebhooks()
                                .stream()
                                .map(webhook -> webhook.getClientConfig().getCaBundle()),
                        admin
                                .admissionRegistration()
                                .v1()
                                .validatingWebhookConfigurations()
                                .withName(NAME)
                                .get()
                                .getWebhooks()
                                .stream()
                                .map(webhook -> webhook.getClientConfig().getCaBundle()))
                .map(bundle -> bundle == null ? "" : bundle);
    }

    private Application start(Path directory) throws ConfigurationException {
        Configuration configuration =
                ConfigurationReader.read(null, Map.of(), all(directory), access -> Optional.empty());
        SecretStore store = EmbeddedDatabase.open(directory);
        store.write("KEY", SecretValue.of("any value"), OptionalLong.empty(), "test");
        KubernetesInstallation installation = KubernetesInstallation.connect(config, NAMESPACE);
        installations.add(installation);
        RotatingCertificates certificates = new RotatingCertificates(
                "spark-secrets-certificates",
                POLICY,
                installation,
                KubernetesTrustPublisher.of(installation, NAME, "spark-secrets-ca", "spark-secrets-certificates"),
                InstantSource.system());
        return Application.start(
                configuration,
                List.of(store),
                KubernetesCluster.connect(config),
                Installation.of(certificates, new byte[32]));
    }

    private Map<Setting<?>, String> all(Path directory) {
        Map<Setting<?>, String> all = new HashMap<>(Map.of(
                Settings.DATA_DIRECTORY, directory.toString(),
                Settings.BIND_ADDRESS, "127.0.0.1",
                Settings.ADMISSION_PORT, "0",
                Settings.HEALTH_PORT, "0",
                Settings.DRAIN_DELAY, "0s"));
        all.putAll(settings);
        return all;
    }

    private void configure() {
        RuleWithOperations pods = new RuleWithOperationsBuilder()
                .withApiGroups("")
                .withApiVersions("v1")
                .withOperations("CREATE")
                .withResources("pods")
                .build();
        MutatingWebhookConfigurationBuilder mutating = new MutatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(NAME)
                .endMetadata();
        ValidatingWebhookConfigurationBuilder validating = new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(NAME)
                .endMetadata();
        IntStream.range(0, replicas.size()).forEach(i -> {
            String url =
                    "https://127.0.0.1:%d/admission/".formatted(replicas.get(i).admissionPort());
            mutating.addNewWebhook()
                    .withName("replica-%d.mutate.example".formatted(i))
                    .withAdmissionReviewVersions("v1")
                    .withSideEffects("None")
                    .withFailurePolicy("Fail")
                    .withTimeoutSeconds(10)
                    .withNewClientConfig()
                    .withUrl(url + "mutate")
                    .endClientConfig()
                    .withRules(pods)
                    .withNewNamespaceSelector()
                    .addToMatchLabels("kubernetes.io/metadata.name", JOBS)
                    .endNamespaceSelector()
                    .endWebhook();
            validating
                    .addNewWebhook()
                    .withName("replica-%d.validate.example".formatted(i))
                    .withAdmissionReviewVersions("v1")
                    .withSideEffects("NoneOnDryRun")
                    .withFailurePolicy("Fail")
                    .withTimeoutSeconds(10)
                    .withNewClientConfig()
                    .withUrl(url + "validate")
                    .endClientConfig()
                    .withRules(pods)
                    .withNewNamespaceSelector()
                    .addToMatchLabels("kubernetes.io/metadata.name", JOBS)
                    .endNamespaceSelector()
                    .endWebhook();
        });
        admin.resource(mutating.build()).create();
        admin.resource(validating.build()).create();
    }

    @Override
    public void close() {
        replicas.forEach(Application::stop);
        installations.forEach(KubernetesInstallation::close);
        admin.close();
    }
}
