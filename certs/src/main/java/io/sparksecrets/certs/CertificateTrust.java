package io.sparksecrets.certs;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whom somebody trusts who holds a bundle of authorities. */
public final class CertificateTrust {

    private CertificateTrust() {}

    /**
     * Whether a server with this chain is accepted: by Java's path validation, and, as Go has it and so the API server, only if the
     * authority has not expired either.
     *
     * @param chain the server's certificate first
     */
    public static boolean accepts(Collection<X509Certificate> authorities, List<X509Certificate> chain, Instant now) {
        Set<TrustAnchor> anchors = authorities.stream()
                .filter(authority -> isValid(authority, now))
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet());
        if (anchors.isEmpty()) {
            return false;
        }
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            // An authority that the server sends along is the anchor itself, which does not belong to the path.
            List<X509Certificate> path = chain.stream()
                    .filter(certificate -> !authorities.contains(certificate))
                    .toList();
            if (path.isEmpty()) {
                return true;
            }
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }
}
