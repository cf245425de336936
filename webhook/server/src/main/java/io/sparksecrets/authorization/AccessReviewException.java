package io.sparksecrets.authorization;

import java.util.Objects;

/** Kubernetes cannot be asked who somebody is or what he may do. The message says why and what to do; it holds no token. */
public final class AccessReviewException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Without the client's exception as its cause: nobody vouches for what that quotes. */
    public AccessReviewException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
