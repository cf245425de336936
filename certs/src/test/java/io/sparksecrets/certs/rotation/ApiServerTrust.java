package io.sparksecrets.certs.rotation;

import io.sparksecrets.certs.ServingCertificate;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether an API server that trusts a bundle accepts a certificate: Java's path validation, and what Go's adds, that the authority
 * must not have expired either.
 */
final class ApiServerTrust {

    private record Question(X509Certificate certificate, Set<X509Certificate> bundle) {}

    private final Map<Question, Boolean> paths = new HashMap<>();

    boolean accepts(ServingCertificate server, Set<X509Certificate> bundle, Instant now) {
        Set<X509Certificate> valid =
                bundle.stream().filter(authority -> isValid(authority, now)).collect(Collectors.toSet());
        return isValid(server.certificate(), now)
                && paths.computeIfAbsent(
                        new Question(server.certificate(), valid), question -> validates(question, now));
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    private static boolean validates(Question question, Instant now) {
        if (question.bundle().isEmpty()) {
            return false;
        }
        try {
            PKIXParameters parameters = new PKIXParameters(question.bundle().stream()
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(question.certificate()));
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
