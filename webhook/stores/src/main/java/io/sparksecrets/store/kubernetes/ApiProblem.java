package io.sparksecrets.store.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * What a failure of the Kubernetes client means, in words. They never repeat what the API server said, because a policy of somebody
 * else may quote the value that was sent.
 */
final class ApiProblem {

    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int TOO_LARGE = 413;
    static final int TOO_MANY_REQUESTS = 429;

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);

    private ApiProblem() {}

    /**
     * Puts a failure into words.
     *
     * @param verb of Kubernetes, such as {@code get}
     * @param secret {@code NAMESPACE/NAME}
     */
    static StoreException of(KubernetesClientException e, String verb, String secret) {
        return new StoreException(
                isRefusal(e.getCode()) ? Reason.DENIED : Reason.UNAVAILABLE,
                "cannot %s the Secret %s: %s".formatted(verb, secret, reason(e, verb, " " + nameOf(secret))),
                "cannot %s the Secret of the store: %s".formatted(verb, reason(e, verb, " with its name")));
    }

    /** Whether the same request would be refused again. */
    private static boolean isRefusal(int code) {
        return switch (code) {
            case 400, FORBIDDEN, 405, 415, 422 -> true;
            default -> false;
        };
    }

    private static String reason(KubernetesClientException e, String verb, String name) {
        int code = e.getCode();
        if (code <= 0) {
            return unreached(e);
        }
        return switch (code) {
            case FORBIDDEN ->
                "this installation's service account is not allowed to (HTTP 403). It needs a Role with the verb \"%s\" on secrets%s"
                                .formatted(verb, verb.equals("create") ? "" : ", resourceNames" + name)
                        + " in that namespace; where it has that, an admission policy refused";
            case 401 ->
                "the API server does not accept the token of this installation (HTTP 401); it may have expired or been revoked";
            case NOT_FOUND -> "there is no such namespace (HTTP 404)";
            case TOO_MANY_REQUESTS ->
                "the API server has too many requests to answer now (HTTP 429); try again in a moment";
            default ->
                code >= 500
                        ? "the API server has a problem of its own (HTTP %d); try again in a moment".formatted(code)
                        : "the API server, or a policy of the cluster, refused it (HTTP %d)".formatted(code);
        };
    }

    private static String nameOf(String secret) {
        return secret.substring(secret.indexOf('/') + 1);
    }

    /** What the API server or etcd says of an object that is too large, although its values are not. */
    static boolean isTooLarge(KubernetesClientException e) {
        Status status = e.getStatus();
        String message = status == null ? "" : Objects.requireNonNullElse(status.getMessage(), "");
        return e.getCode() == TOO_LARGE
                || message.contains("etcdserver: request is too large")
                || message.contains("trying to send message larger than max")
                || message.contains("Too long: may not be more than 1048576");
    }

    /** How long the API server wants to be left alone. */
    static Duration wait(KubernetesClientException e) {
        Status status = e.getStatus();
        Integer seconds = status == null || status.getDetails() == null
                ? null
                : status.getDetails().getRetryAfterSeconds();
        return seconds == null || seconds <= 0 ? SHORTEST_WAIT : Duration.ofSeconds(seconds);
    }

    private static String unreached(KubernetesClientException e) {
        String how = e.getClass().getSimpleName();
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case HttpTimeoutException timeout -> {
                    return "the API server did not answer in time";
                }
                case TimeoutException timeout -> {
                    return "the API server did not answer in time";
                }
                case ConnectException refused -> {
                    return "the API server cannot be reached";
                }
                case SocketException broken -> how = "the connection broke";
                case UnknownHostException unknown -> {
                    return "the API server's name cannot be resolved";
                }
                case SSLException tls -> {
                    return "the API server is not trusted, or speaks no TLS";
                }
                default -> how = cause.getClass().getSimpleName();
            }
        }
        return "the API server cannot be reached (%s)".formatted(how);
    }
}
