package io.sparksecrets.e2e;

import io.fabric8.kubernetes.api.model.Secret;
import io.sparksecrets.servers.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The delivery Secrets of a namespace that has no other Secrets. */
record DeliverySecrets(Installation installation, String namespace) {

    List<Secret> list() {
        return installation.client().secrets().inNamespace(namespace).list().getItems();
    }

    Set<String> names() {
        return list().stream().map(secret -> secret.getMetadata().getName()).collect(Collectors.toSet());
    }

    /** The UIDs of the pods with which they go. */
    Set<String> owners() {
        return list().stream()
                .flatMap(secret -> secret.getMetadata().getOwnerReferences().stream())
                .map(owner -> owner.getUid())
                .collect(Collectors.toSet());
    }

    /** Waits until the garbage collector has taken all of them. */
    void awaitEnd() throws IOException {
        Waiting.until("the end of the delivery Secrets in " + namespace, Duration.ofMinutes(2), () -> list().isEmpty());
    }
}
