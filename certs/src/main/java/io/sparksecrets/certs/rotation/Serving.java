package io.sparksecrets.certs.rotation;

import io.sparksecrets.certs.ServingCertificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which certificate this replica serves. The one of the Secret, but not before its issuer has been seen in the webhook
 * configurations for {@link RotationPolicy#PROPAGATION}: somebody may have deleted the Secret, and a replica that knew nothing may
 * have made an authority that the API server has not heard of. Until then the one before stays.
 *
 * <p>What was published when this replica began counts as known to all API servers: nobody is sent to a replica in its first
 * second. Without a certificate a replica is not ready, so that a first certificate can wait as well.
 */
final class Serving {

    private final Map<X509Certificate, Instant> seenSince = new HashMap<>();
    private boolean hasObserved;
    private Optional<ServingCertificate> current = Optional.empty();

    /** What is served; empty when there is none, or it has expired. */
    Optional<ServingCertificate> current(Instant now) {
        return current.filter(certificate -> certificate.until().isAfter(now));
    }

    /** Takes note of what is published. */
    void observe(PublishedTrust published, Instant now) {
        Instant since = hasObserved ? now : Instant.MIN;
        hasObserved = true;
        seenSince.keySet().removeIf(authority -> !published.holds(authority));
        published.all().stream().filter(published::holds).forEach(authority -> seenSince.putIfAbsent(authority, since));
    }

    /**
     * When a certificate may be served.
     *
     * @param published what was observed last
     * @return a time that may be past; {@link Instant#MAX} while its issuer is not published
     */
    Instant servableFrom(ServingCertificate candidate, PublishedTrust published, Instant now) {
        if (published.bundles().isEmpty()) {
            return now;
        }
        Instant seen = seenSince.get(issuer(candidate));
        return seen == null ? Instant.MAX : seen.equals(Instant.MIN) ? seen : seen.plus(RotationPolicy.PROPAGATION);
    }

    /** It is served from now on. */
    void serve(ServingCertificate certificate) {
        current = Optional.of(certificate);
    }

    static X509Certificate issuer(ServingCertificate certificate) {
        return certificate.chain().getLast();
    }
}
