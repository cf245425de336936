package io.sparksecrets.https;

import java.util.Objects;

/** A server cannot begin, because its port cannot be opened. The message names address and port. */
public final class CannotListenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CannotListenException(String address, int port, Exception cause) {
        super(
                "cannot listen on port %d of %s: another program does already, this one may not, or it is no address of this host"
                        .formatted(port, address),
                cause);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
