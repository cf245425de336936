package io.sparksecrets.store.credential;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.kubernetes.ApiFailure;
import io.sparksecrets.kubernetes.BoundedClient;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.kubernetes.ClusterSettings;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.text.NotUtf8Exception;
import io.sparksecrets.text.Utf8;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The keys of Secrets in the namespace of the installation. Connects anew for each, because stores need their credentials when
 * they log in and hardly ever else.
 */
public final class InstallationSecretKeys {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration REQUEST_TIMEOUT = Duration.ofMillis(2500);

    private final ClusterConfig clusters;
    private final ClusterSettings within;

    /**
     * Nothing is asked before a key is read.
     *
     * @param clusters how to reach the API server
     * @param within the cluster of the installation, and where in it
     */
    public InstallationSecretKeys(ClusterConfig clusters, ClusterSettings within) {
        this.clusters = clusters;
        this.within = within;
    }

    /**
     * The value under a key, without one newline at its end.
     *
     * @param setting the key of the settings that name Secret and key, for messages
     * @throws StoreException with {@link StoreException.Reason#UNAVAILABLE} when it cannot be had; the message says why and what
     *     to do
     */
    SecretValue read(String secretName, String key, String setting) {
        String named = "the Secret that " + setting + ".name names";
        Config config = clusters.find(within.access())
                .orElseThrow(
                        () -> unavailable(
                                named
                                        + " cannot be read: neither a service account nor a kubeconfig was found; use a file instead, or run in a cluster"));
        String where = within.namespaceIn(config)
                .orElseThrow(() -> unavailable(
                        named + " cannot be read: the namespace of the installation is not known; set namespace"));
        Secret secret = secret(config, where, secretName, named);
        Map<String, String> data =
                new TreeMap<>(Optional.ofNullable(secret.getData()).orElse(Map.of()));
        String encoded = data.get(key);
        if (encoded == null) {
            throw unavailable("%s has no such key as %s.key names; %s"
                    .formatted(
                            named,
                            setting,
                            data.isEmpty()
                                    ? "it has none at all"
                                    : "it has \"" + String.join("\", \"", data.keySet()) + "\""));
        }
        return value(encoded, "the key that %s.key names".formatted(setting));
    }

    private static Secret secret(Config config, String namespace, String name, String named) {
        try (KubernetesClient client = BoundedClient.connect(config, CONNECT_TIMEOUT, REQUEST_TIMEOUT)) {
            Secret secret =
                    client.secrets().inNamespace(namespace).withName(name).get();
            if (secret == null) {
                throw unavailable("%s does not exist in the namespace %s; create it".formatted(named, namespace));
            }
            return secret;
        } catch (KubernetesClientException e) {
            throw unavailable("%s cannot be read: %s".formatted(named, why(ApiFailure.of(e))));
        }
    }

    private static String why(ApiFailure failure) {
        return switch (failure.kind()) {
            case FORBIDDEN ->
                "Kubernetes denies it to the service account of the installation; grant it get on this Secret";
            case UNAUTHORIZED -> "Kubernetes does not accept the credentials of the installation";
            case UNREACHABLE, TIMED_OUT -> "the API server cannot be reached; it is tried again";
            default -> "the API server answered " + failure.httpStatus();
        };
    }

    private static SecretValue value(String encoded, String place) {
        try {
            String text = Utf8.decodeFile(Base64.getDecoder().decode(encoded)).replaceFirst("\r?\n\\z", "");
            if (text.isEmpty()) {
                throw unavailable(place + " is empty; put the credential into it");
            }
            return SecretValue.of(text);
        } catch (NotUtf8Exception e) {
            throw unavailable(place + " is " + e.getMessage());
        }
    }

    static StoreException unavailable(String message) {
        return new StoreException(
                StoreException.Reason.UNAVAILABLE,
                message,
                "the store's own credential cannot be had; the log of the webhook says why");
    }
}
