package io.sparksecrets.delivery;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.delivery.ClusterException.Reason;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What a failure of the Kubernetes client means. */
final class ApiFailure {

    private ApiFailure() {}

    /**
     * Puts a failure into words, those of the API server among them. Not for Secrets.
     *
     * @param attempt what was tried, such as {@code read Pod spark/x}
     */
    static ClusterException of(KubernetesClientException e, String attempt) {
        return new ClusterException(
                reason(e), "cannot %s: %s".formatted(attempt, e.getCode() <= 0 ? unreached(e) : words(e)));
    }

    /**
     * Puts into words why a Secret was not created, with nothing of what the API server says: it may quote a value, or say things
     * of the namespace that are not for everybody who sends a review.
     */
    static ClusterException ofSecret(KubernetesClientException e, String namespace, String name) {
        Reason reason = reason(e);
        return new ClusterException(
                reason,
                "cannot create Secret %s/%s: %s"
                        .formatted(namespace, name, e.getCode() <= 0 ? unreached(e) : why(reason, e, namespace)));
    }

    private static String why(Reason reason, KubernetesClientException e, String namespace) {
        return switch (reason) {
            case NAMESPACE_TERMINATING -> "the namespace is being deleted, or there is none of that name";
            case QUOTA ->
                "a ResourceQuota of the namespace does not allow it; see kubectl describe quota --namespace "
                        + namespace;
            case FORBIDDEN ->
                message(e).startsWith("secrets is forbidden: User ")
                        ? "Spark Secrets has no right to create Secrets there; who installed it gives it, see namespaces in"
                                + " the chart's values"
                        : "another admission webhook or policy of the cluster refuses it; the log of Spark Secrets says which";
            case INVALID -> "the API server does not take it (HTTP %d)".formatted(e.getCode());
            case UNAVAILABLE -> "the API server failed (HTTP %d)".formatted(e.getCode());
        };
    }

    /** What the API server says. */
    static String words(KubernetesClientException e) {
        String message = message(e);
        return message.isEmpty() ? "HTTP " + e.getCode() : message;
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

    private static String message(KubernetesClientException e) {
        Status status = e.getStatus();
        return status == null ? "" : Objects.requireNonNullElse(status.getMessage(), "");
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
