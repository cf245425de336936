package io.sparksecrets.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A store could not be opened, or a secret not be managed. The message names the store and the path and says what to do; it holds no value. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why, for a caller that treats the cases differently. */
    public enum Reason {
        /** There is no such secret, or nothing at all where the secrets should be. */
        NOT_FOUND,
        /** Somebody else wrote it in the meantime. */
        CONFLICT,
        /** The store refuses. */
        DENIED,
        /** The store cannot be reached or cannot answer now. */
        UNAVAILABLE,
        /** The store cannot do this, or not with this path or value. */
        UNSUPPORTED
    }

    private final Reason reason;

    public StoreException(Reason reason, String message) {
        this(reason, message, null);
    }

    public StoreException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Reason reason() {
        return reason;
    }
}
