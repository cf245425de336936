package io.sparksecrets.certs;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemGenerationException;

/** Certificates and keys as text (RFC 7468). */
public final class Pem {

    private Pem() {}

    /**
     * Reads certificates in their order; text around them and other things are passed over.
     *
     * @param place where the text stands, for messages
     * @return at least one
     */
    public static List<X509Certificate> certificates(String text, String place) throws BadCertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object object : objects(text, place)) {
            if (object instanceof X509CertificateHolder holder) {
                certificates.add(certificate(holder, place));
            }
        }
        if (certificates.isEmpty()) {
            throw new BadCertificateException(
                    place, "holds no certificate; it takes PEM that begins with -----BEGIN CERTIFICATE-----");
        }
        return List.copyOf(certificates);
    }

    /** The certificates of a bundle that others may have written; none where it cannot be read. */
    public static Set<X509Certificate> bundle(String text) {
        try {
            return new LinkedHashSet<>(certificates(text, ""));
        } catch (BadCertificateException e) {
            return Set.of();
        }
    }

    /**
     * Reads a private key in PKCS#8, PKCS#1 (RSA) or SEC 1 (EC).
     *
     * @param place where the text stands, for messages
     */
    public static PrivateKey privateKey(String text, String place) throws BadCertificateException {
        for (Object object : objects(text, place)) {
            if (object instanceof PEMEncryptedKeyPair || object instanceof PKCS8EncryptedPrivateKeyInfo) {
                throw new BadCertificateException(
                        place, "holds a key with a passphrase; decrypt it, for example with openssl pkey");
            }
            Optional<PrivateKeyInfo> key = keyInfo(object);
            if (key.isPresent()) {
                try {
                    return new JcaPEMKeyConverter().getPrivateKey(key.get());
                } catch (PEMException e) {
                    throw new BadCertificateException(place, "holds a key of a kind that this Java does not know");
                }
            }
        }
        throw new BadCertificateException(
                place, "holds no private key; it takes PEM that begins with -----BEGIN PRIVATE KEY-----");
    }

    /** Certificates, one after the other. */
    public static String of(Collection<X509Certificate> certificates) {
        return write(certificates);
    }

    /** A private key in PKCS#8, which nothing but a Secret may hold. */
    static String of(PrivateKey key) {
        try {
            return write(List.of(new JcaPKCS8Generator(key, null)));
        } catch (PemGenerationException e) {
            throw new IllegalStateException("this Java cannot write a private key as PEM");
        }
    }

    private static String write(Collection<?> objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                pem.writeObject(object);
            }
        } catch (IOException e) {
            throw new IllegalStateException("PEM cannot be written");
        }
        return text.toString();
    }

    private static List<Object> objects(String text, String place) throws BadCertificateException {
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle throws unchecked exceptions too, for base64 that is none.
            throw new BadCertificateException(place, "is cut off or damaged: it cannot be read as PEM");
        }
        return objects;
    }

    private static Optional<PrivateKeyInfo> keyInfo(Object object) {
        return switch (object) {
            case PrivateKeyInfo key -> Optional.of(key);
            case PEMKeyPair pair -> Optional.of(pair.getPrivateKeyInfo());
            default -> Optional.empty();
        };
    }

    private static X509Certificate certificate(X509CertificateHolder holder, String place)
            throws BadCertificateException {
        try {
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (CertificateException e) {
            throw new BadCertificateException(place, "holds a certificate that this Java cannot read");
        }
    }
}
