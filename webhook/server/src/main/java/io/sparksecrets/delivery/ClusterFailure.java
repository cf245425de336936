package io.sparksecrets.delivery;

import io.sparksecrets.delivery.ClusterException.Reason;
import io.sparksecrets.kubernetes.ApiFailure;
import io.sparksecrets.kubernetes.ApiFailure.Kind;

/** What a failure of the API server means to deliveries. */
final class ClusterFailure {

    private ClusterFailure() {}

    /**
     * Puts a failure into words.
     *
     * @param attempt what was tried, such as {@code read Pod spark/x}
     */
    static ClusterException of(ApiFailure failure, String attempt) {
        return new ClusterException(
                reason(failure),
                "cannot %s: %s".formatted(attempt, failure.isUnanswered() ? unanswered(failure) : failure.answer()));
    }

    /**
     * Puts into words why a Secret was not created, with nothing of what the API server says: it may quote a value, or say things
     * of the namespace that are not for everybody who sends a review.
     */
    static ClusterException ofSecret(ApiFailure failure, String namespace, String name) {
        Reason reason = reason(failure);
        return new ClusterException(
                reason,
                "cannot create Secret %s/%s: %s"
                        .formatted(
                                namespace,
                                name,
                                failure.isUnanswered() ? unanswered(failure) : why(reason, failure, namespace)));
    }

    private static String why(Reason reason, ApiFailure failure, String namespace) {
        return switch (reason) {
            case NAMESPACE_TERMINATING -> "the namespace is being deleted, or there is none of that name";
            case QUOTA ->
                "a ResourceQuota of the namespace does not allow it; see kubectl describe quota --namespace "
                        + namespace;
            case FORBIDDEN ->
                failure.begins("secrets is forbidden: User ")
                        ? "Spark Secrets has no right to create Secrets there; who installed it gives it, see namespaces in"
                                + " the chart's values"
                        : "another admission webhook or policy of the cluster refuses it; the log of Spark Secrets says which";
            case INVALID -> "the API server does not take it (%s)".formatted(failure.httpStatus());
            case UNAVAILABLE -> "the API server failed (%s)".formatted(failure.httpStatus());
        };
    }

    private static Reason reason(ApiFailure failure) {
        return switch (failure.kind()) {
            case MALFORMED, TOO_LARGE, INVALID -> Reason.INVALID;
            case UNAUTHORIZED -> Reason.FORBIDDEN;
            case FORBIDDEN -> forbidden(failure);
            case NOT_FOUND -> Reason.NAMESPACE_TERMINATING;
            default -> Reason.UNAVAILABLE;
        };
    }

    private static Reason forbidden(ApiFailure failure) {
        if (failure.hasCause("NamespaceTerminating")) {
            return Reason.NAMESPACE_TERMINATING;
        }
        // Quota has no reason of its own; these are the words of the API server's ResourceQuota plugin.
        return failure.says("exceeded quota: ") || failure.says("failed quota: ") ? Reason.QUOTA : Reason.FORBIDDEN;
    }

    private static String unanswered(ApiFailure failure) {
        return failure.is(Kind.TIMED_OUT)
                ? failure.unanswered()
                : "the API server cannot be reached (%s)".formatted(failure.unansweredBecause());
    }
}
