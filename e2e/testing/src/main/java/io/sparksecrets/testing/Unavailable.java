package io.sparksecrets.testing;

import java.util.Objects;

/** There can be no such server on this machine; the message says in one line what is missing. */
public final class Unavailable extends Exception {

    public Unavailable(String missing) {
        super(missing);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /**
     * Returns where tests may be skipped for it.
     *
     * @throws IllegalStateException with {@code CI=true} in the environment, where everything has to run
     */
    public void failWhereRequired() {
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("CI has to run these tests, and cannot: " + getMessage(), this);
        }
    }
}
