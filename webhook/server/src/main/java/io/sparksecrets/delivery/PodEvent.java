package io.sparksecrets.delivery;

import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

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

    private static final int LONGEST_NAME = 253;

    public PodEvent {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
        Objects.requireNonNull(pod);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(time);
        message = Utf8.shortened(message, MAX_MESSAGE_BYTES);
    }

    /** The name of an Event: the same for the same pod and matter, so that the API server sorts out repetitions. */
    public static String nameFor(OwnerReference pod, String matter) {
        UUID about = UUID.nameUUIDFromBytes((pod.uid() + matter).getBytes(StandardCharsets.UTF_8));
        String suffix = "." + about.toString().replace("-", "");
        return pod.name().substring(0, Math.min(pod.name().length(), LONGEST_NAME - suffix.length())) + suffix;
    }
}
