package io.sparksecrets.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What a failure of the Kubernetes client means, in words. */
public final class ApiProblem {

    private static final int UNPROCESSABLE = 422;

    private ApiProblem() {}

    /**
     * Puts a failure into words.
     *
     * @param attempt what was tried, such as {@code read Secret spark-secrets/x}
     * @param mayQuote whether the API server's own words may be shown; not where it was sent a key, which a policy of somebody
     *     else could quote
     */
    public static InstallationException of(KubernetesClientException e, String attempt, boolean mayQuote) {
        return new InstallationException("cannot %s: %s".formatted(attempt, reason(e, mayQuote)));
    }

    public static boolean isNotFound(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }

    public static boolean isConflict(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }

    /** What the API server answers when the test of a JSON Patch fails. */
    public static boolean isFailedTest(KubernetesClientException e) {
        return e.getCode() == UNPROCESSABLE;
    }

    private static String reason(KubernetesClientException e, boolean mayQuote) {
        if (e.getCode() <= 0) {
            return unreached(e);
        }
        Status status = e.getStatus();
        String message = status == null || status.getMessage() == null ? "" : status.getMessage();
        String said = mayQuote && !message.isEmpty() ? message : "HTTP " + e.getCode();
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_FORBIDDEN ->
                said + "; certs/README.md lists the rights that the service account needs";
            case HttpURLConnection.HTTP_UNAUTHORIZED -> said + "; the token of the service account is not accepted";
            // It is also what an immutable Secret is answered with.
            case UNPROCESSABLE -> said + "; the API server does not accept it, for example because it is immutable";
            default -> said;
        };
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
