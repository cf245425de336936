package io.sparksecrets.certs.rotation;

import io.sparksecrets.certs.CertificateTrust;
import io.sparksecrets.certs.ServingCertificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether an API server that trusts a bundle accepts a certificate; what depends on signatures is only worked out once. */
final class ApiServerTrust {

    private record Question(X509Certificate certificate, Set<X509Certificate> bundle) {}

    private final Map<Question, Boolean> answers = new HashMap<>();

    boolean accepts(ServingCertificate server, Set<X509Certificate> bundle, Instant now) {
        Set<X509Certificate> valid =
                bundle.stream().filter(authority -> isValid(authority, now)).collect(Collectors.toSet());
        return isValid(server.certificate(), now)
                && answers.computeIfAbsent(
                        new Question(server.certificate(), valid),
                        question -> CertificateTrust.accepts(valid, List.of(server.certificate()), now));
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }
}
