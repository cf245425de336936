package io.sparksecrets.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority that issues certificates to servers. Certificates follow RFC 5280; keys are EC
 * P-256, signatures SHA-256 with ECDSA, which every API server accepts. Two are equal when their certificates are.
 */
public final class CertificateAuthority {

    private static final X500Name AUTHORITY = new X500Name("CN=spark-secrets-ca");
    private static final X500Name SERVER = new X500Name("CN=spark-secrets-webhook");

    /** Certificates begin this much in the past, because the clock of the API server may be behind ours. */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final PrivateKey key;
    private final X509Certificate certificate;

    private CertificateAuthority(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** Makes a new authority with a new key, valid from shortly before {@code now}. */
    public static CertificateAuthority create(Instant now, Duration validity) {
        try {
            KeyPair pair = newKeyPair();
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = builder(AUTHORITY, AUTHORITY, pair.getPublic(), now, now.plus(validity))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            extensions.createSubjectKeyIdentifier(pair.getPublic()));
            return new CertificateAuthority(pair.getPrivate(), sign(builder, pair.getPrivate()));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("this Java cannot make an EC P-256 certificate authority", e);
        }
    }

    /**
     * Takes up an authority that was kept somewhere.
     *
     * @param place where, for messages
     * @throws BadCertificateException when the key does not belong to the certificate, or that is no authority's
     */
    public static CertificateAuthority of(X509Certificate certificate, PrivateKey key, String place)
            throws BadCertificateException {
        if (certificate.getBasicConstraints() < 0) {
            throw new BadCertificateException(place, "is not the certificate of an authority");
        }
        if (!KeyMatch.matches(key, certificate)) {
            throw new BadCertificateException(place, "and its key do not belong together");
        }
        return new CertificateAuthority(key, certificate);
    }

    /**
     * Issues a certificate with a new key.
     *
     * @param names what the server is called, at least one: DNS names, IPv4 and IPv6 addresses
     * @throws IllegalArgumentException when a name is neither, or when the certificate would outlive the authority
     */
    public ServingCertificate issue(Collection<String> names, Instant now, Duration validity) {
        Instant end = now.plus(validity);
        if (end.isAfter(certificate.getNotAfter().toInstant())) {
            throw new IllegalArgumentException("a certificate until %s would outlive its authority, which ends %s"
                    .formatted(end, certificate.getNotAfter().toInstant()));
        }
        try {
            KeyPair pair = newKeyPair();
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = builder(AUTHORITY, SERVER, pair.getPublic(), now, end)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, ServerNames.of(names))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            extensions.createAuthorityKeyIdentifier(certificate))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            extensions.createSubjectKeyIdentifier(pair.getPublic()));
            return ServingCertificate.of(
                    pair.getPrivate(), List.of(sign(builder, key), certificate), "a certificate just issued");
        } catch (GeneralSecurityException | IOException | OperatorCreationException | BadCertificateException e) {
            throw new IllegalStateException("this Java cannot issue an EC P-256 certificate", e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** The authority's certificate as PEM, which is what a webhook configuration's {@code caBundle} holds (there in base64). */
    public String pem() {
        return Pem.of(List.of(certificate));
    }

    /** The key as PEM, which nothing but a Secret may hold. */
    public String privateKeyPem() {
        return Pem.of(key);
    }

    /** When it was made; its validity begins a little earlier. */
    public Instant since() {
        return issuedAt(certificate);
    }

    /** The end of its validity. */
    public Instant until() {
        return certificate.getNotAfter().toInstant();
    }

    /** When a certificate was made of which {@link #create} or {@link #issue} is the maker. */
    public static Instant issuedAt(X509Certificate certificate) {
        return certificate.getNotBefore().toInstant().plus(CLOCK_SKEW);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CertificateAuthority that && certificate.equals(that.certificate);
    }

    @Override
    public int hashCode() {
        return certificate.hashCode();
    }

    /** Tells the certificate, never the key. */
    @Override
    public String toString() {
        return "CertificateAuthority[serial=%s, until=%s]"
                .formatted(
                        certificate.getSerialNumber().toString(16),
                        certificate.getNotAfter().toInstant());
    }

    private static KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant now, Instant end) {
        // The top bit is set so that the number is positive, never zero, and of one length.
        BigInteger serial = new BigInteger(127, new SecureRandom()).setBit(126);
        return new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(now.minus(CLOCK_SKEW)), Date.from(end), subject, key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }
}
