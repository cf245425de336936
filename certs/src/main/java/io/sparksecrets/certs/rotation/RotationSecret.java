package io.sparksecrets.certs.rotation;

import io.sparksecrets.certs.BadCertificateException;
import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.certs.Pem;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.certs.rotation.Rotation.Former;
import io.sparksecrets.certs.rotation.Rotation.Successor;
import io.sparksecrets.kubernetes.StoredSecret;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A {@link Rotation} as what a Secret holds. Certificates and keys are PEM, times ISO 8601:
 *
 * <pre>
 * format                                 1
 * tls.crt, tls.key                       the certificate that is served; its issuer is authority.crt
 * authority.crt, authority.key           who issues certificates
 * authority.leaves-until                 when the last of them expires
 * successor.crt, successor.key           who will issue certificates; only while there is one
 * successor.published-since              when it was seen in every webhook configuration; only when it is there
 * former-SERIAL.crt, former-SERIAL.until a former authority, and how long it is still trusted
 * </pre>
 */
final class RotationSecret {

    private static final String FORMAT = "1";
    private static final String FORMAT_KEY = "format";
    private static final String FORMER = "former-";

    private final StoredSecret secret;

    private RotationSecret(StoredSecret secret) {
        this.secret = secret;
    }

    /** Whether a version of this program wrote it that knows more than this one, so that it must be left as it is. */
    static boolean isOfAnotherFormat(StoredSecret secret) {
        return secret.text(FORMAT_KEY).filter(format -> !format.equals(FORMAT)).isPresent();
    }

    static Rotation read(StoredSecret secret) throws BadCertificateException {
        return new RotationSecret(secret).read();
    }

    static Map<String, byte[]> write(Rotation rotation) {
        Map<String, String> data = new TreeMap<>();
        data.put(FORMAT_KEY, FORMAT);
        data.put("tls.crt", Pem.of(List.of(rotation.leaf().certificate())));
        data.put("tls.key", rotation.leaf().privateKeyPem());
        data.put("authority.crt", rotation.authority().pem());
        data.put("authority.key", rotation.authority().privateKeyPem());
        data.put("authority.leaves-until", rotation.leavesUntil().toString());
        rotation.successor().ifPresent(successor -> {
            data.put("successor.crt", successor.authority().pem());
            data.put("successor.key", successor.authority().privateKeyPem());
            successor.publishedSince().ifPresent(since -> data.put("successor.published-since", since.toString()));
        });
        rotation.former().forEach(former -> {
            String name = FORMER + former.certificate().getSerialNumber().toString(16);
            data.put(name + ".crt", Pem.of(List.of(former.certificate())));
            data.put(name + ".until", former.until().toString());
        });
        Map<String, byte[]> bytes = new TreeMap<>();
        data.forEach((key, text) -> bytes.put(key, text.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    private Rotation read() throws BadCertificateException {
        if (isOfAnotherFormat(secret)) {
            throw new BadCertificateException(
                    FORMAT_KEY, "is not \"%s\": another version of this program wrote it".formatted(FORMAT));
        }
        CertificateAuthority authority = authority("authority");
        Optional<Successor> successor = secret.bytes("successor.crt").isEmpty()
                ? Optional.empty()
                : Optional.of(new Successor(authority("successor"), published()));
        return new Rotation(authority, instant("authority.leaves-until"), leaf(authority), successor, former());
    }

    private ServingCertificate leaf(CertificateAuthority authority) throws BadCertificateException {
        X509Certificate certificate = certificate("tls.crt");
        PrivateKey key = Pem.privateKey(text("tls.key"), "tls.key");
        // By itself first, so that a message is not about the authority when the key is wrong.
        ServingCertificate.of(key, List.of(certificate), "tls.crt");
        return ServingCertificate.of(
                key, List.of(certificate, authority.certificate()), "tls.crt (with authority.crt)");
    }

    private Optional<Instant> published() throws BadCertificateException {
        String key = "successor.published-since";
        return secret.bytes(key).isEmpty() ? Optional.empty() : Optional.of(instant(key));
    }

    private CertificateAuthority authority(String name) throws BadCertificateException {
        PrivateKey key = Pem.privateKey(text(name + ".key"), name + ".key");
        return CertificateAuthority.of(certificate(name + ".crt"), key, name + ".crt");
    }

    private List<Former> former() throws BadCertificateException {
        List<Former> former = new ArrayList<>();
        for (String key : secret.keys()) {
            if (key.startsWith(FORMER) && key.endsWith(".crt")) {
                String until = key.substring(0, key.length() - ".crt".length()) + ".until";
                former.add(new Former(certificate(key), instant(until)));
            }
        }
        former.sort(Comparator.comparing(Former::until).reversed());
        return former;
    }

    private X509Certificate certificate(String key) throws BadCertificateException {
        return Pem.certificates(text(key), key).getFirst();
    }

    private Instant instant(String key) throws BadCertificateException {
        try {
            return Instant.parse(text(key).strip());
        } catch (DateTimeException e) {
            throw new BadCertificateException(key, "is not a time such as 2027-01-31T12:00:00Z");
        }
    }

    private String text(String key) throws BadCertificateException {
        return secret.text(key).orElseThrow(() -> new BadCertificateException(key, "is missing"));
    }
}
