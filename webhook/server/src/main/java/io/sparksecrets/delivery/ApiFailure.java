package io.sparksecrets.delivery;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.delivery.ClusterException.Reason;
import io.sparksecrets.reference.SecretValue;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What a failure of the Kubernetes client means. */
final class ApiFailure {

    /** So short a value stands in many messages by chance, and says nothing where it does. */
    private static final int LEAST_TELLING = 4;

    private ApiFailure() {}

    /**
     * Puts a failure into words.
     *
     * @param attempt what was tried, such as {@code create Secret spark/x}
     * @param values which values were sent, so that no message repeats them
     */
    static ClusterException of(KubernetesClientException e, String attempt, Collection<SecretValue> values) {
        Reason reason = reason(e);
        return new ClusterException(
                reason, "cannot %s: %s".formatted(attempt, e.getCode() <= 0 ? unreached(e) : said(e, values)));
    }

    private static Reason reason(KubernetesClientException e) {
        return switch (e.getCode()) {
            case 400, 413, 422 -> Reason.INVALID;
            case 401 -> Reason.FORBIDDEN;
            case 403 -> forbidden(e);
            case 404 -> Reason.NAMESPACE_TERMINATING;
            default -> Reason.UNAVAILABLE;
        };
    }

    private static Reason forbidden(KubernetesClientException e) {
        if (causes(e).stream().anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()))) {
            return Reason.NAMESPACE_TERMINATING;
        }
        // Quota has no reason of its own; these are the words of the API server's ResourceQuota plugin.
        String message = message(e);
        return message.contains("exceeded quota: ") || message.contains("failed quota: ")
                ? Reason.QUOTA
                : Reason.FORBIDDEN;
    }

    private static List<StatusCause> causes(KubernetesClientException e) {
        Status status = e.getStatus();
        return status == null || status.getDetails() == null
                ? List.of()
                : status.getDetails().getCauses();
    }

    private static String said(KubernetesClientException e, Collection<SecretValue> values) {
        String message = message(e);
        if (values.stream().anyMatch(value -> quotes(message, value))) {
            return "HTTP %d, and a message that is withheld because it quotes a value".formatted(e.getCode());
        }
        return message.isEmpty() ? "HTTP " + e.getCode() : message;
    }

    private static String message(KubernetesClientException e) {
        Status status = e.getStatus();
        return status == null ? "" : Objects.requireNonNullElse(status.getMessage(), "");
    }

    private static boolean quotes(String message, SecretValue value) {
        String text = value.reveal();
        return text.length() >= LEAST_TELLING
                && (message.contains(text)
                        || message.contains(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    }

    private static String unreached(KubernetesClientException e) {
        String how = e.getClass().getSimpleName();
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
                return "the API server did not answer in time";
            }
            how = cause.getClass().getSimpleName();
            // Of what nests below, such as a closed channel, it is these that tell something.
            if (cause instanceof SocketException
                    || cause instanceof UnknownHostException
                    || cause instanceof SSLException) {
                break;
            }
        }
        return "the API server cannot be reached (%s)".formatted(how);
    }
}
