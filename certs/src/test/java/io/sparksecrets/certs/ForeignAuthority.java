package io.sparksecrets.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Somebody else's authority, which issues whatever it is asked for: other keys, intermediates, purposes, ages. */
public final class ForeignAuthority {

    private static final AtomicLong SERIAL = new AtomicLong(1);

    /** A certificate with its key and its chain, its own certificate first. */
    public record Issued(PrivateKey key, List<X509Certificate> chain) {

        /** The certificates, one after the other. */
        public String pem() {
            return Pem.of(chain);
        }
    }

    /**
     * What a certificate is to be.
     *
     * @param names none for a certificate without subject alternative names
     */
    public record Wanted(KeyPair key, List<String> names, KeyPurposeId purpose, Instant notBefore, Instant notAfter) {

        /** A certificate for a server, for a day. */
        public static Wanted server(Instant now, String... names) {
            return new Wanted(
                    ellipticKey(),
                    List.of(names),
                    KeyPurposeId.id_kp_serverAuth,
                    now.minusSeconds(60),
                    now.plus(Duration.ofDays(1)));
        }

        public Wanted with(KeyPair another) {
            return new Wanted(another, names, purpose, notBefore, notAfter);
        }

        public Wanted with(KeyPurposeId another) {
            return new Wanted(key, names, another, notBefore, notAfter);
        }

        public Wanted between(Instant from, Instant until) {
            return new Wanted(key, names, purpose, from, until);
        }
    }

    private final X500Name name;
    private final KeyPair key;
    private final List<X509Certificate> chain;

    private ForeignAuthority(X500Name name, KeyPair key, List<X509Certificate> chain) {
        this.name = name;
        this.key = key;
        this.chain = chain;
    }

    /** A root that is valid from {@code from} to {@code until}. */
    public static ForeignAuthority root(Instant from, Instant until) {
        X500Name name = new X500Name("CN=root of the company");
        KeyPair key = ellipticKey();
        X509Certificate certificate = sign(authority(name, name, key, from, until), key.getPrivate());
        return new ForeignAuthority(name, key, List.of(certificate));
    }

    /** A root that is valid for years. */
    public static ForeignAuthority root(Instant now) {
        return root(now.minus(Duration.ofDays(365)), now.plus(Duration.ofDays(3650)));
    }

    /** An authority below this one. */
    public ForeignAuthority intermediate(Instant from, Instant until) {
        X500Name below = new X500Name("CN=issuer of the cluster");
        KeyPair its = ellipticKey();
        return new ForeignAuthority(
                below, its, after(sign(authority(name, below, its, from, until), key.getPrivate())));
    }

    /** Its own certificate. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public Issued issue(Wanted wanted) {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(SERIAL.getAndIncrement()),
                Date.from(wanted.notBefore()),
                Date.from(wanted.notAfter()),
                new X500Name("CN=webhook"),
                wanted.key().getPublic());
        try {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(wanted.purpose()));
            if (!wanted.names().isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, ServerNames.of(wanted.names()));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new Issued(wanted.key().getPrivate(), after(sign(builder, key.getPrivate())));
    }

    public static KeyPair ellipticKey() {
        return newKey("EC", 256);
    }

    public static KeyPair rsaKey() {
        return newKey("RSA", 2048);
    }

    public static KeyPair edwardsKey() {
        return newKey("Ed25519", 255);
    }

    private static KeyPair newKey(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private List<X509Certificate> after(X509Certificate first) {
        List<X509Certificate> longer = new ArrayList<>(chain);
        longer.addFirst(first);
        return List.copyOf(longer);
    }

    private static X509v3CertificateBuilder authority(
            X500Name issuer, X500Name subject, KeyPair key, Instant from, Instant until) {
        try {
            return new JcaX509v3CertificateBuilder(
                            issuer,
                            BigInteger.valueOf(SERIAL.getAndIncrement()),
                            Date.from(from),
                            Date.from(until),
                            subject,
                            key.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
