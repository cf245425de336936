package io.sparksecrets.application;

import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.certs.ServingCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The server's certificate and who issued it, both made in memory. */
public record ServingCertificates(CertificateAuthority authority, ServingCertificate serving) {

    private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
    private static final Duration SERVING_VALIDITY = Duration.ofDays(90);

    /**
     * Begins to make them, which takes about as long as the rest of the start.
     *
     * @param serverNames what the certificate is for: DNS names and addresses
     */
    public static CompletableFuture<ServingCertificates> making(List<String> serverNames) {
        return CompletableFuture.supplyAsync(() -> {
            Instant now = Instant.now();
            CertificateAuthority authority = CertificateAuthority.create(now, AUTHORITY_VALIDITY);
            return new ServingCertificates(authority, authority.issue(serverNames, now, SERVING_VALIDITY));
        });
    }
}
