package io.sparksecrets.delivery;

import java.util.Objects;

/** The API server did not do what was asked. The message says what and why; it holds no value. */
public final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why, for a caller that treats the cases differently. */
    public enum Reason {
        /** The namespace is being deleted, or there is none of that name. */
        NAMESPACE_TERMINATING,
        /** The webhook's service account may not do it, or another admission policy refuses. */
        FORBIDDEN,
        /** A ResourceQuota of the namespace does not allow one more Secret. */
        QUOTA,
        /** The API server does not take the Secret as it is, for example because it is too large. */
        INVALID,
        /** The API server cannot be reached, is overloaded or failed. Trying again may help. */
        UNAVAILABLE
    }

    private final Reason reason;

    /** Without the client's exception as its cause: nobody vouches for what that quotes. */
    public ClusterException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Whether the same may succeed later without a change. */
    public boolean isRetryable() {
        return reason == Reason.UNAVAILABLE;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Reason reason() {
        return reason;
    }
}
