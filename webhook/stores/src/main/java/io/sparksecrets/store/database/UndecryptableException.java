package io.sparksecrets.store.database;

import java.util.Objects;

/** A stored value cannot be decrypted. The message says why and what to do; it names neither value nor key material. */
final class UndecryptableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Without a cause: what a cryptographic library says of its input is not ours to repeat. */
    UndecryptableException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
