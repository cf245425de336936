package io.sparksecrets.store.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.sparksecrets.kubernetes.BoundedClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The Secret at the API server. Every method may throw the client's exception. */
final class KubernetesSecret implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/managed-by", "spark-secrets");

    private final KubernetesClient client;
    private final KubernetesSettings settings;

    private KubernetesSecret(KubernetesClient client, KubernetesSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** Prepares to connect, with timeouts of its own; nothing is asked yet. */
    static KubernetesSecret connect(Config config, KubernetesSettings settings) {
        return new KubernetesSecret(
                BoundedClient.connect(
                        config,
                        CONNECT_TIMEOUT,
                        REQUEST_TIMEOUT,
                        bounded -> bounded
                                // The API server names the manager of a field after it.
                                .withUserAgent(StoredSecrets.FIELD_MANAGER)
                                // Whoever watches wants to know when the connection is lost.
                                .withWatchReconnectLimit(0)),
                settings);
    }

    /** What messages call it: {@code NAMESPACE/NAME}. */
    String displayName() {
        return settings.namespace() + "/" + settings.secretName();
    }

    /** For verb {@code watch} too, which begins with the Secret as it is, where there is one. */
    Resource<Secret> resource() {
        return client.secrets().inNamespace(settings.namespace()).withName(settings.secretName());
    }

    /** Verb {@code get}. */
    StoredSecrets get() {
        return Optional.ofNullable(resource().get()).map(StoredSecrets::of).orElse(StoredSecrets.NONE);
    }

    /** Verb {@code create}. Fails with 409 where somebody else was faster. */
    StoredSecrets create(Map<String, String> data, String records) {
        return StoredSecrets.of(client.secrets()
                .inNamespace(settings.namespace())
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(settings.namespace())
                        .withName(settings.secretName())
                        .withLabels(LABELS)
                        .withAnnotations(Map.of(WriteRecords.ANNOTATION, records))
                        .endMetadata()
                        .withType("Opaque")
                        .withData(data)
                        .build())
                .create());
    }

    /**
     * Verb {@code patch}. Changes only what is named, so that nothing else is lost, and fails with 409 when the Secret is not as it
     * was read.
     *
     * @param data keys to set, in base64, or to remove, null
     */
    StoredSecrets patch(String resourceVersion, Map<String, @Nullable String> data, String records) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("resourceVersion", resourceVersion);
        metadata.put("annotations", Map.of(WriteRecords.ANNOTATION, records));
        return StoredSecrets.of(resource()
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        JsonMapper.shared().writeValueAsString(Map.of("metadata", metadata, "data", data))));
    }

    @Override
    public void close() {
        client.close();
    }
}
