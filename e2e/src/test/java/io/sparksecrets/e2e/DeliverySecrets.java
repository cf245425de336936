package io.sparksecrets.e2e;

import io.fabric8.kubernetes.api.model.Secret;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The delivery Secrets of a namespace that has no other Secrets. It hands out what is known of them and not the Secrets, whose text,
 * in the message of a test that fails, would have the values.
 */
record DeliverySecrets(Installation installation, String namespace) {

    /** The names of those with an entry whose value this is. */
    Set<String> namesWith(String value) {
        String data = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        return names(secret -> secret.getData().containsValue(data));
    }

    Set<String> changeable() {
        return names(secret -> !Boolean.TRUE.equals(secret.getImmutable()));
    }

    private List<Secret> list() {
        return installation.client().secrets().inNamespace(namespace).list().getItems();
    }

    Set<String> names() {
        return names(secret -> true);
    }

    private Set<String> names(Predicate<Secret> condition) {
        return list().stream()
                .filter(condition)
                .map(secret -> secret.getMetadata().getName())
                .collect(Collectors.toSet());
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
