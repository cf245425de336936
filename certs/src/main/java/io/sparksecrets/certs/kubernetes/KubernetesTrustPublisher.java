package io.sparksecrets.certs.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.sparksecrets.certs.rotation.TrustPublisher;
import io.sparksecrets.certs.rotation.WebhookConfiguration;
import io.sparksecrets.certs.rotation.WebhookConfiguration.Webhook;
import io.sparksecrets.kubernetes.ApiFailure;
import io.sparksecrets.kubernetes.ApiFailure.Kind;
import io.sparksecrets.kubernetes.InstallationException;
import io.sparksecrets.kubernetes.KubernetesInstallation;
import io.sparksecrets.kubernetes.ObjectWatch;
import io.sparksecrets.kubernetes.ReplicaLease;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The webhook configurations of one name, of both kinds, and a ConfigMap. */
public final class KubernetesTrustPublisher implements TrustPublisher, AutoCloseable {

    private static final String MUTATING = "MutatingWebhookConfiguration";
    private static final String VALIDATING = "ValidatingWebhookConfiguration";
    private static final String CONFIG_MAP_KEY = "ca.crt";

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final String configMap;
    private final ReplicaLease turns;
    private final Deque<ObjectWatch<?>> watches = new ArrayDeque<>();

    private KubernetesTrustPublisher(
            KubernetesClient client, String namespace, String name, String configMap, ReplicaLease turns) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        this.configMap = configMap;
        this.turns = turns;
    }

    /**
     * Where an installation publishes whom to trust, until that is closed.
     *
     * @param webhookConfigurations the name of the mutating and of the validating configuration
     * @param configMap the ConfigMap in the namespace of the installation for clients
     * @param lease the Lease in this namespace of the replica that publishes
     */
    public static TrustPublisher of(
            KubernetesInstallation installation, String webhookConfigurations, String configMap, String lease) {
        String namespace = installation.namespace();
        ReplicaLease turns = new ReplicaLease(installation.client(), namespace, lease, "publishes whom to trust");
        return installation.closing(new KubernetesTrustPublisher(
                installation.client(), namespace, webhookConfigurations, configMap, turns));
    }

    @Override
    public List<WebhookConfiguration> configurations() throws InstallationException {
        try {
            Stream<WebhookConfiguration> mutating =
                    Optional.ofNullable(mutating().withName(name).get())
                            .map(found -> configuration(
                                    MUTATING,
                                    found,
                                    found.getWebhooks().stream()
                                            .map(webhook -> webhook(webhook.getName(), webhook.getClientConfig()))
                                            .toList()))
                            .stream();
            Stream<WebhookConfiguration> validating =
                    Optional.ofNullable(validating().withName(name).get())
                            .map(found -> configuration(
                                    VALIDATING,
                                    found,
                                    found.getWebhooks().stream()
                                            .map(webhook -> webhook(webhook.getName(), webhook.getClientConfig()))
                                            .toList()))
                            .stream();
            return Stream.concat(mutating, validating).toList();
        } catch (KubernetesClientException e) {
            throw InstallationException.of(ApiFailure.quotable(e), "read the webhook configurations " + name);
        }
    }

    @Override
    public boolean publish(WebhookConfiguration read, String pem) throws InstallationException {
        try {
            PatchContext patch = PatchContext.of(PatchType.JSON);
            String operations = operations(read, pem);
            if (read.kind().equals(MUTATING)) {
                mutating().withName(name).patch(patch, operations);
            } else {
                validating().withName(name).patch(patch, operations);
            }
            return true;
        } catch (KubernetesClientException e) {
            ApiFailure failure = ApiFailure.quotable(e);
            // A JSON Patch whose test fails is invalid.
            if (failure.is(Kind.CONFLICT, Kind.INVALID, Kind.NOT_FOUND)) {
                return false;
            }
            throw InstallationException.of(failure, "patch %s %s".formatted(read.kind(), read.name()));
        }
    }

    @Override
    public void publishToClients(String pem) throws InstallationException {
        try {
            ConfigMap found = client.configMaps()
                    .inNamespace(namespace)
                    .withName(configMap)
                    .get();
            if (found == null) {
                client.configMaps()
                        .inNamespace(namespace)
                        .resource(new ConfigMapBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName(configMap)
                                .withLabels(Map.of("app.kubernetes.io/managed-by", "spark-secrets"))
                                .endMetadata()
                                .addToData(CONFIG_MAP_KEY, pem)
                                .build())
                        .create();
            } else if (!pem.equals(
                    found.getData() == null ? "" : found.getData().get(CONFIG_MAP_KEY))) {
                client.configMaps()
                        .inNamespace(namespace)
                        .resource(new ConfigMapBuilder(found)
                                .addToData(CONFIG_MAP_KEY, pem)
                                .build())
                        .update();
            }
        } catch (KubernetesClientException e) {
            ApiFailure failure = ApiFailure.quotable(e);
            if (!failure.is(Kind.CONFLICT, Kind.NOT_FOUND)) {
                throw InstallationException.of(failure, "write ConfigMap %s/%s".formatted(namespace, configMap));
            }
        }
    }

    @Override
    public boolean isPublisher() {
        return turns.isHeld();
    }

    @Override
    public synchronized void watchConfigurations(Runnable changed) {
        watches.push(ObjectWatch.telling(MUTATING + " " + name, () -> mutating().withName(name), changed));
        watches.push(
                ObjectWatch.telling(VALIDATING + " " + name, () -> validating().withName(name), changed));
        turns.start(changed);
    }

    @Override
    public synchronized void close() {
        watches.forEach(ObjectWatch::close);
        turns.close();
    }

    /** Refused unless the configuration is as it was read, so that the indices are those of the webhooks that were meant. */
    private String operations(WebhookConfiguration read, String pem) {
        String bundle = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
        List<Map<String, String>> operations = new ArrayList<>();
        operations.add(Map.of("op", "test", "path", "/metadata/resourceVersion", "value", read.version()));
        IntStream.range(0, read.webhooks().size())
                .mapToObj(i ->
                        Map.of("op", "add", "path", "/webhooks/%d/clientConfig/caBundle".formatted(i), "value", bundle))
                .forEach(operations::add);
        return client.getKubernetesSerialization().asJson(operations);
    }

    private static WebhookConfiguration configuration(String kind, HasMetadata found, List<Webhook> webhooks) {
        return new WebhookConfiguration(
                kind, found.getMetadata().getName(), found.getMetadata().getResourceVersion(), webhooks);
    }

    private static Webhook webhook(String name, WebhookClientConfig client) {
        String bundle = client == null || client.getCaBundle() == null ? "" : client.getCaBundle();
        return Webhook.of(name, new String(Base64.getDecoder().decode(bundle), StandardCharsets.UTF_8));
    }

    private NonNamespaceOperation<
                    MutatingWebhookConfiguration,
                    ? extends KubernetesResourceList<MutatingWebhookConfiguration>,
                    Resource<MutatingWebhookConfiguration>>
            mutating() {
        return client.admissionRegistration().v1().mutatingWebhookConfigurations();
    }

    private NonNamespaceOperation<
                    ValidatingWebhookConfiguration,
                    ? extends KubernetesResourceList<ValidatingWebhookConfiguration>,
                    Resource<ValidatingWebhookConfiguration>>
            validating() {
        return client.admissionRegistration().v1().validatingWebhookConfigurations();
    }
}
