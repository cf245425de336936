package io.sparksecrets.pod;

import java.util.Objects;

/**
 * Who asks for a secret: the namespace and the service account of a pod.
 *
 * @param namespace the namespace of the pod
 * @param serviceAccount the service account the pod runs as; {@code default} where the pod names none
 */
public record Workload(String namespace, String serviceAccount) {

    public Workload {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(serviceAccount);
    }

    @Override
    public String toString() {
        return "service account " + namespace + "/" + serviceAccount;
    }
}
