package io.sparksecrets.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store could not be opened, or a secret not be managed. The message names the store and the path and says what to do; it holds no
 * value. It is for who runs the store, so it may say where the store is; {@link #toUsers()} is for who runs jobs.
 */
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
    private final String toUsers;

    /** A failure that everybody may be told in the same words. */
    public StoreException(Reason reason, String message) {
        this(reason, message, message, null);
    }

    /** @param toUsers the same without an address, a database, a user or a place of a file */
    public StoreException(Reason reason, String message, String toUsers) {
        this(reason, message, toUsers, null);
    }

    public StoreException(Reason reason, String message, String toUsers, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.toUsers = toUsers;
    }

    /** The message for whoever runs jobs, who shall not learn where the store is. */
    public String toUsers() {
        return toUsers;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Reason reason() {
        return reason;
    }
}
