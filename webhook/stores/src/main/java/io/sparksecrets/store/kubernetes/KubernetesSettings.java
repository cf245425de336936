package io.sparksecrets.store.kubernetes;

import java.util.Objects;

/**
 * Which Secret of Kubernetes keeps the secrets.
 *
 * @param namespace that of the installation, unless somebody wants another
 * @param secretName of the Secret; made when it does not exist
 */
public record KubernetesSettings(String namespace, String secretName) {

    /** What the Secret is called unless somebody wants another name. */
    public static final String DEFAULT_SECRET_NAME = "iomete-secret-store";

    public KubernetesSettings {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(secretName);
    }
}
