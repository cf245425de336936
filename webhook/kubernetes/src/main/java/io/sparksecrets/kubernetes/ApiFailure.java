package io.sparksecrets.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * What a failure of the Kubernetes client means. Whoever asked says what it means to them, with {@link #kind} and in words of
 * their own about rights.
 */
public final class ApiFailure {

    /** What became of the request. */
    public enum Kind {
        /** No answer: there was nobody to give one. */
        UNREACHABLE,
        /** No answer in time. */
        TIMED_OUT,
        /** 400: the API server does not understand it. */
        MALFORMED,
        /** 401: the API server does not accept the credentials. */
        UNAUTHORIZED,
        /** 403: there is no right to it, or a policy or quota refuses. */
        FORBIDDEN,
        /** 404: there is no such object, or no such namespace. */
        NOT_FOUND,
        /** 405 and 415: it is not done there, or not in this format. */
        UNSUPPORTED,
        /** 409: the object is there already, or is another one than was expected. */
        CONFLICT,
        /** 413: it is larger than the API server takes. */
        TOO_LARGE,
        /** 422: the object is not valid, or the test of a JSON Patch failed. */
        INVALID,
        /** 429: the API server has too many requests to answer. */
        BUSY,
        /** 5xx: the API server has a problem of its own. */
        BROKEN,
        /** Anything else. */
        OTHER;

        /** What an answer with this HTTP status means; 0 where there was no answer. */
        public static Kind of(int code) {
            return switch (code) {
                case 400 -> MALFORMED;
                case 401 -> UNAUTHORIZED;
                case 403 -> FORBIDDEN;
                case 404 -> NOT_FOUND;
                case 405, 415 -> UNSUPPORTED;
                case 409 -> CONFLICT;
                case 413 -> TOO_LARGE;
                case 422 -> INVALID;
                case 429 -> BUSY;
                default -> code <= 0 ? UNREACHABLE : code >= 500 ? BROKEN : OTHER;
            };
        }
    }

    private final KubernetesClientException failure;
    private final boolean mayQuote;

    private ApiFailure(KubernetesClientException failure, boolean mayQuote) {
        this.failure = failure;
        this.mayQuote = mayQuote;
    }

    /** A failure that never repeats what the API server said: a policy of somebody else may quote a value that it was sent. */
    public static ApiFailure of(KubernetesClientException failure) {
        return new ApiFailure(failure, false);
    }

    /** The failure of a request that held no value, whose answer may be shown. */
    public static ApiFailure quotable(KubernetesClientException failure) {
        return new ApiFailure(failure, true);
    }

    /** Which of these it is. */
    public Kind kind() {
        Kind kind = Kind.of(failure.getCode());
        return kind == Kind.UNREACHABLE && isTimeout(tellingCause()) ? Kind.TIMED_OUT : kind;
    }

    /** Whether it is one of these. */
    public boolean is(Kind... kinds) {
        return List.of(kinds).contains(kind());
    }

    /** Whether there was no answer. */
    public boolean isUnanswered() {
        return is(Kind.UNREACHABLE, Kind.TIMED_OUT);
    }

    /** Whether the same request would be refused again. */
    public boolean isRefusal() {
        return is(Kind.MALFORMED, Kind.FORBIDDEN, Kind.UNSUPPORTED, Kind.INVALID);
    }

    /** Whether the object is too large for the API server or for etcd, although its values are not. */
    public boolean isTooLarge() {
        return is(Kind.TOO_LARGE)
                || says("etcdserver: request is too large")
                || says("trying to send message larger than max")
                || says("Too long: may not be more than 1048576");
    }

    /** How long the API server wants to be left alone, where it says so. */
    public Optional<Duration> retryAfter() {
        return status().map(Status::getDetails)
                .map(StatusDetails::getRetryAfterSeconds)
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
    }

    /** The API server's reason in one word, such as {@code AlreadyExists}, or "". */
    public String reason() {
        return status().map(Status::getReason).orElse("");
    }

    /** Whether this is among the causes that the API server gives, such as {@code NamespaceTerminating}. */
    public boolean hasCause(String reason) {
        return status().map(Status::getDetails).map(StatusDetails::getCauses).stream()
                .flatMap(List::stream)
                .anyMatch(cause -> reason.equals(cause.getReason()));
    }

    /** Whether what the API server said holds these words. */
    public boolean says(String words) {
        return said().contains(words);
    }

    /** Whether what the API server said begins with these words. */
    public boolean begins(String words) {
        return said().startsWith(words);
    }

    /** The answer in words: the API server's own where they may be shown, else {@code HTTP 403}. */
    public String answer() {
        return mayQuote && !said().isEmpty() ? said() : httpStatus();
    }

    /** {@code HTTP 403}. */
    public String httpStatus() {
        return "HTTP " + failure.getCode();
    }

    /** Why there was no answer, in words. */
    public String unanswered() {
        return switch (tellingCause()) {
            case HttpTimeoutException timeout -> "the API server did not answer in time";
            case TimeoutException timeout -> "the API server did not answer in time";
            case ConnectException refused -> "the API server cannot be reached";
            case SocketException broken -> "the API server cannot be reached (the connection broke)";
            case UnknownHostException unknown -> "the API server's name cannot be resolved";
            case SSLException tls -> "the API server is not trusted, or speaks no TLS";
            default -> "the API server cannot be reached (%s)".formatted(unansweredBecause());
        };
    }

    /** The name of the exception that tells why there was no answer. */
    public String unansweredBecause() {
        return tellingCause().getClass().getSimpleName();
    }

    /** What nests below it, such as a closed channel, tells less. */
    private Throwable tellingCause() {
        Throwable cause = failure;
        while (cause.getCause() != null && !tells(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean tells(Throwable cause) {
        return isTimeout(cause)
                || cause instanceof SocketException
                || cause instanceof UnknownHostException
                || cause instanceof SSLException;
    }

    private static boolean isTimeout(Throwable cause) {
        return cause instanceof HttpTimeoutException || cause instanceof TimeoutException;
    }

    private Optional<Status> status() {
        return Optional.ofNullable(failure.getStatus());
    }

    private String said() {
        return status().map(Status::getMessage).orElse("");
    }
}
