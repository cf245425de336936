package io.sparksecrets.store.kubernetes;

import io.sparksecrets.kubernetes.ApiFailure;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;

/** What a failure of the API server means to a store that is one Secret. */
final class SecretFailure {

    private SecretFailure() {}

    /**
     * Puts a failure into words.
     *
     * @param verb of Kubernetes, such as {@code get}
     * @param secret {@code NAMESPACE/NAME}
     */
    static StoreException of(ApiFailure failure, String verb, String secret) {
        String name = secret.substring(secret.indexOf('/') + 1);
        return new StoreException(
                failure.isRefusal() ? Reason.DENIED : Reason.UNAVAILABLE,
                "cannot %s the Secret %s: %s".formatted(verb, secret, why(failure, verb, " " + name)),
                "cannot %s the Secret of the store: %s".formatted(verb, why(failure, verb, " with its name")));
    }

    private static String why(ApiFailure failure, String verb, String name) {
        String status = failure.httpStatus();
        return switch (failure.kind()) {
            case UNREACHABLE, TIMED_OUT -> failure.unanswered();
            case FORBIDDEN ->
                "this installation's service account is not allowed to (%s). It needs a Role with the verb \"%s\" on secrets%s"
                                .formatted(status, verb, verb.equals("create") ? "" : ", resourceNames" + name)
                        + " in that namespace; where it has that, an admission policy refused";
            case UNAUTHORIZED ->
                "the API server does not accept the token of this installation (%s); it may have expired or been revoked"
                        .formatted(status);
            case NOT_FOUND -> "there is no such namespace (%s)".formatted(status);
            case BUSY ->
                "the API server has too many requests to answer now (%s); try again in a moment".formatted(status);
            case BROKEN -> "the API server has a problem of its own (%s); try again in a moment".formatted(status);
            default -> "the API server, or a policy of the cluster, refused it (%s)".formatted(status);
        };
    }
}
