package io.sparksecrets.delivery;

import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.pod.delivery.DeliveryAnnotation;
import io.sparksecrets.reference.SecretValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The Secret through which values reach one application. Immutable in the cluster too.
 *
 * @param owner with whom the garbage collector takes it away; in the same namespace, and there already, or it is taken at once
 * @param data what it holds, by data key: letters, digits, {@code -}, {@code _} and {@code .}; 1 MiB together
 */
public record DeliverySecret(
        String namespace,
        String name,
        OwnerReference owner,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, SecretValue> data) {

    public DeliverySecret {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
        Objects.requireNonNull(owner);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        data = Map.copyOf(data);
    }

    /** What delivers these values. */
    public static DeliverySecret of(
            String namespace, Delivery delivery, OwnerReference owner, Map<String, SecretValue> data) {
        return new DeliverySecret(
                namespace,
                delivery.secretName(),
                owner,
                Map.of(Delivery.MANAGED_BY_LABEL, Delivery.MANAGED_BY),
                Map.of(DeliveryAnnotation.NAME, DeliveryAnnotation.text(delivery)),
                data);
    }

    /** The same with nothing but zeros in the place of each value, as many as it has bytes. */
    public DeliverySecret withoutValues() {
        Map<String, SecretValue> zeros = new HashMap<>();
        data.forEach((key, value) -> zeros.put(key, SecretValue.of("0".repeat(value.sizeInBytes()))));
        return new DeliverySecret(namespace, name, owner, labels, annotations, zeros);
    }

    /** Tells the data keys, never what they hold. */
    @Override
    public String toString() {
        return "DeliverySecret[%s/%s, owner=%s %s, keys=%s]"
                .formatted(namespace, name, owner.kind(), owner.name(), new TreeSet<>(data.keySet()));
    }
}
