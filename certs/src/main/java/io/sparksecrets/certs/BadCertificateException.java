package io.sparksecrets.certs;

import java.util.Objects;

/**
 * A certificate or a key cannot be used. The message names where it stands, what is wrong and what to do; it holds nothing of a
 * key, and there is no cause, because nobody vouches for what that quotes.
 */
public final class BadCertificateException extends Exception {

    private static final long serialVersionUID = 1L;

    /** A message that begins with the place, such as {@code tls.crt}. */
    public BadCertificateException(String place, String problem) {
        super(place + " " + problem);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
