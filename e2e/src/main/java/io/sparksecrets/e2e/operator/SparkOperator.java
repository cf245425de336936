package io.sparksecrets.e2e.operator;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.e2e.cluster.Cluster;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The operator as its own Helm chart installs it: its controller in one pod and its webhook in another. */
public final class SparkOperator implements AutoCloseable {

    private static final String NAME = "spark-operator";
    private static final String INSTANCE = "app.kubernetes.io/instance";
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final Cluster cluster;

    private SparkOperator(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Installs it and waits until it works.
     *
     * @param made the directory that {@code spark-operator/build} made
     * @param namespaces whose applications it runs; they have a service account {@code spark}
     */
    public static SparkOperator install(Cluster cluster, Path made, List<String> namespaces) throws IOException {
        cluster.load(made.resolve("image.tar"));
        Path values = Files.createTempFile("spark-operator", ".yaml");
        try {
            Files.writeString(values, """
                    image: {registry: localhost, repository: spark-operator, pullPolicy: Never}
                    # Each submits one application at a time.
                    controller: {workers: 2}
                    spark:
                      jobNamespaces: [%s]
                      serviceAccount: {create: false, name: spark}
                      rbac: {create: false}
                    """.formatted(String.join(", ", namespaces)));
            new Helm(made.resolve("chart"))
                    .install()
                    .withName(NAME)
                    .withNamespace(NAME)
                    .createNamespace()
                    .withValuesFile(values)
                    .withKubeConfig(cluster.kubeconfig())
                    .waitReady()
                    .withTimeout((int) START_TIMEOUT.toSeconds())
                    .call();
        } finally {
            Files.delete(values);
        }
        SparkOperator operator = new SparkOperator(cluster);
        Waiting.until("the operator to register its webhook's authority", START_TIMEOUT, operator::isRegistered);
        return operator;
    }

    /** The name of the configuration of its mutating webhooks, by which the API server orders its calls. */
    public String configuration() {
        return NAME + "-webhook";
    }

    /** Registers its mutating webhooks for one of its namespaces under another name, which changes the order of calls there. */
    public void moveTo(String configuration, String namespace) {
        List<MutatingWebhook> moved = registered().getWebhooks().stream()
                .map(webhook -> narrowed(webhook, "In", namespace))
                .toList();
        client().resource(new MutatingWebhookConfigurationBuilder()
                        .withNewMetadata()
                        .withName(configuration)
                        .withLabels(Map.of(INSTANCE, NAME))
                        .endMetadata()
                        .withWebhooks(moved)
                        .build())
                .create();
        client().resource(registered())
                .edit(others -> new MutatingWebhookConfigurationBuilder(others)
                        .withWebhooks(others.getWebhooks().stream()
                                .map(webhook -> narrowed(webhook, "NotIn", namespace))
                                .toList())
                        .build());
    }

    /** A SparkApplication or a SparkConnect, created. */
    public OperatedResource create(GenericKubernetesResource manifest) {
        return new OperatedResource(client(), client().resource(manifest).create());
    }

    /** All that its controller and its webhook have logged. */
    public String log() {
        return client().pods().inNamespace(NAME).list().getItems().stream()
                .map(pod -> client().pods().resource(pod).getLog())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        client().admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withLabel(INSTANCE, NAME)
                .delete();
        Helm.uninstall(NAME)
                .withNamespace(NAME)
                .withKubeConfig(cluster.kubeconfig())
                .call();
    }

    /** It puts its authority into its configurations after it has started. */
    private boolean isRegistered() {
        return registered().getWebhooks().stream().allMatch(webhook -> isTrusted(webhook.getClientConfig()))
                && client()
                        .admissionRegistration()
                        .v1()
                        .validatingWebhookConfigurations()
                        .withName(configuration())
                        .require()
                        .getWebhooks()
                        .stream()
                        .allMatch(webhook -> isTrusted(webhook.getClientConfig()));
    }

    private static boolean isTrusted(WebhookClientConfig config) {
        return config.getCaBundle() != null && !config.getCaBundle().isEmpty();
    }

    private MutatingWebhookConfiguration registered() {
        return client().admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(configuration())
                .require();
    }

    private static MutatingWebhook narrowed(MutatingWebhook webhook, String operator, String namespace) {
        return new MutatingWebhookBuilder(webhook)
                .editOrNewNamespaceSelector()
                .addNewMatchExpression()
                .withKey("kubernetes.io/metadata.name")
                .withOperator(operator)
                .withValues(namespace)
                .endMatchExpression()
                .endNamespaceSelector()
                .build();
    }

    private KubernetesClient client() {
        return cluster.client();
    }
}
