package io.sparksecrets.pod.delivery;

import java.util.List;
import java.util.Objects;

/**
 * What has to be delivered to a pod, and in which Secret. Holds references, never values.
 *
 * @param secretName the name of the delivery Secret, see {@link DeliveryNames}
 * @param nonce the UID of the AdmissionReview that began the rewriting; empty where many pods share the Secret
 * @param entries in a fixed order, keys are unique; may be empty for a driver whose pod holds no reference
 */
public record Delivery(String secretName, DeliveryOwner owner, String nonce, List<DeliveryEntry> entries) {

    /** A label on every delivery Secret. */
    public static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";

    public static final String MANAGED_BY = "spark-secrets";

    /**
     * A label on every pod whose Secret is created after the pod itself, so that the pods that may still wait can be listed. It stays
     * when the Secret is there.
     */
    public static final String WAITING_LABEL = "sparksecrets.io/delivery";

    public static final String WAITING = "after-pod";

    /** An empty entry for pods that mount their Secret only to have the kubelet wait for it. */
    public static final String MARKER = "delivered";

    public Delivery {
        Objects.requireNonNull(secretName);
        Objects.requireNonNull(owner);
        Objects.requireNonNull(nonce);
        entries = List.copyOf(entries);
    }
}
