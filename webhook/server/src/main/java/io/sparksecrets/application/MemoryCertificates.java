package io.sparksecrets.application;

import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.certs.CertificateSource;
import io.sparksecrets.certs.ServingCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A certificate and its authority, both made for this one process. */
public final class MemoryCertificates implements CertificateSource {

    private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
    private static final Duration SERVING_VALIDITY = Duration.ofDays(825);

    private record Made(CertificateAuthority authority, ServingCertificate serving) {}

    private final CompletableFuture<Made> made;

    private MemoryCertificates(CompletableFuture<Made> made) {
        this.made = made;
    }

    /**
     * Begins to make them, which takes about as long as the rest of the start.
     *
     * @param serverNames what the certificate is for: DNS names and addresses
     */
    public static MemoryCertificates making(List<String> serverNames) {
        return new MemoryCertificates(CompletableFuture.supplyAsync(() -> {
            Instant now = Instant.now();
            CertificateAuthority authority = CertificateAuthority.create(now, AUTHORITY_VALIDITY);
            return new Made(authority, authority.issue(serverNames, now, SERVING_VALIDITY));
        }));
    }

    /** Whom a client trusts. */
    public CertificateAuthority authority() {
        return made.join().authority();
    }

    /** Gives the certificate before it returns. */
    @Override
    public void start(Consumer<ServingCertificate> serve) {
        serve.accept(made.join().serving());
    }

    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
