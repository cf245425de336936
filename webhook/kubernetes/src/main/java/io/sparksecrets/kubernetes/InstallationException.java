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

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
