package io.sparksecrets.validation;

import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.store.Recipient;
import java.util.Optional;

/**
 * For whom credentials are made: for one delivery Secret, whose name no other pod has. A driver's pod and its conf map have the
 * same one, so that both get the same credentials.
 */
final class Recipients {

    private Recipients() {}

    static Recipient of(String namespace, SparkPod pod, Delivery delivery) {
        return new Recipient(
                namespace + "/" + delivery.secretName(),
                pod.role() == SparkPod.Role.EXECUTOR
                        ? Optional.of(namespace + "/" + pod.applicationId())
                        : Optional.empty());
    }
}
