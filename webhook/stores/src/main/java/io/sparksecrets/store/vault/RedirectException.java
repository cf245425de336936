package io.sparksecrets.store.vault;

import java.io.IOException;

/** A Vault answered with a redirect that is not followed. The message says to where, without path, query and user. */
final class RedirectException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    RedirectException(int status, String target) {
        super(target);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Such as {@code https://vault-1:8200}. */
    String target() {
        return String.valueOf(getMessage());
    }
}
