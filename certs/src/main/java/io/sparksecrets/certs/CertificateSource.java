package io.sparksecrets.certs;

import java.util.Optional;
import java.util.function.Consumer;

/** Where a server's certificate comes from, the first one and those after it. */
public interface CertificateSource extends AutoCloseable {

    /**
     * Begins, in the background.
     *
     * @param serve takes every certificate that is to be served from then on, one call at a time; each is valid when it comes
     */
    void start(Consumer<ServingCertificate> serve);

    /** What is wrong, in words for whoever operates the server; empty while all is well. Never waits. */
    Optional<String> problem();

    /** Gives no certificate any more. */
    @Override
    void close();
}
