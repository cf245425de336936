package io.sparksecrets.delivery;

import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.text.Utf8;
import java.time.Instant;
import java.util.Objects;

/**
 * An Event of type Warning about a pod, as {@code kubectl describe} shows it.
 *
 * @param name of the Event itself; unique in the namespace
 * @param pod whom it concerns
 * @param reason one word, for programs
 * @param message for people; what is over 1,024 bytes is cut off, because Kubernetes takes no more
 */
public record PodEvent(String namespace, String name, OwnerReference pod, String reason, String message, Instant time) {

    static final int MAX_MESSAGE_BYTES = 1024;

    public PodEvent {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
        Objects.requireNonNull(pod);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(time);
        message = Utf8.shortened(message, MAX_MESSAGE_BYTES);
    }
}
