package io.sparksecrets.kubernetes;

import java.util.Objects;

/**
 * The cluster did not do what was asked, or something in it is not as it must be. The message says what, why and what to do; it
 * holds nothing of a Secret.
 */
public final class InstallationException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Without a cause: nobody vouches for what the exceptions of a client quote. */
    public InstallationException(String message) {
        super(message);
    }

    /**
     * Puts into words that the API server did not do something.
     *
     * @param attempt what was tried, such as {@code read Secret spark-secrets/x}
     */
    public static InstallationException of(ApiFailure failure, String attempt) {
        return new InstallationException("cannot %s: %s".formatted(attempt, why(failure)));
    }

    private static String why(ApiFailure failure) {
        return switch (failure.kind()) {
            case UNREACHABLE, TIMED_OUT -> failure.unanswered();
            case FORBIDDEN -> failure.answer() + "; certs/README.md lists the rights that the service account needs";
            case UNAUTHORIZED -> failure.answer() + "; the token of the service account is not accepted";
            // It is also what an immutable Secret is answered with.
            case INVALID ->
                failure.answer() + "; the API server does not accept it, for example because it is immutable";
            default -> failure.answer();
        };
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
