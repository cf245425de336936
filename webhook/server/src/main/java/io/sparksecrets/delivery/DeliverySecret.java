package io.sparksecrets.delivery;

import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.reference.SecretValue;
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

    /** Tells the data keys, never what they hold. */
    @Override
    public String toString() {
        return "DeliverySecret[%s/%s, owner=%s %s, keys=%s]"
                .formatted(namespace, name, owner.kind(), owner.name(), new TreeSet<>(data.keySet()));
    }
}
