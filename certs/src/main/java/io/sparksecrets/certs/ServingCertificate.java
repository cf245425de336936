package io.sparksecrets.certs;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A server's certificate, the chain above it and its key, in memory. Two are equal when their certificates are. */
public final class ServingCertificate {

    private static final String ALIAS = "server";
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private ServingCertificate(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = chain;
    }

    /**
     * Puts certificate and key together.
     *
     * @param chain the server's certificate first, then the one that issued it, and so on
     * @param place where they stand, for messages
     * @throws BadCertificateException when the key does not belong to the first certificate, or the chain is none
     */
    public static ServingCertificate of(PrivateKey key, List<X509Certificate> chain, String place)
            throws BadCertificateException {
        int its = 0;
        while (its < chain.size() && !KeyMatch.matches(key, chain.get(its))) {
            its++;
        }
        if (its == chain.size()) {
            throw new BadCertificateException(
                    place, "and its key do not belong together; put both in place from the same issue");
        }
        if (its > 0) {
            throw new BadCertificateException(
                    place,
                    "is in the wrong order: certificate %d is the server's, to which the key belongs, and must come first"
                            .formatted(its + 1));
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!isIssuedBy(chain.get(i - 1), chain.get(i))) {
                throw new BadCertificateException(
                        place,
                        "is no chain: certificate %d did not issue certificate %d; the server's comes first"
                                .formatted(i + 1, i));
            }
        }
        return new ServingCertificate(key, List.copyOf(chain));
    }

    static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * Checks that clients will accept it.
     *
     * @param names what clients call the server
     * @param place where it stands, for the message
     */
    public void check(Instant now, Collection<String> names, String place) throws BadCertificateException {
        for (X509Certificate certificate : chain) {
            Instant end = certificate.getNotAfter().toInstant();
            if (end.isBefore(now)) {
                throw new BadCertificateException(
                        place,
                        "holds a certificate of %s that expired %s"
                                .formatted(certificate.getSubjectX500Principal(), end));
            }
            if (certificate.getNotBefore().toInstant().isAfter(now)) {
                throw new BadCertificateException(
                        place,
                        "holds a certificate of %s that is not valid before %s"
                                .formatted(
                                        certificate.getSubjectX500Principal(),
                                        certificate.getNotBefore().toInstant()));
            }
        }
        if (!isForServers()) {
            throw new BadCertificateException(
                    place, "is not for servers: its extended key usage does not have serverAuth");
        }
        Set<String> covered = names();
        for (String name : names) {
            if (!ServerNames.cover(covered, name)) {
                throw new BadCertificateException(
                        place,
                        "does not have %s among its subject alternative names (%s), so the API server would refuse it"
                                .formatted(name, covered.isEmpty() ? "it has none" : String.join(", ", covered)));
            }
        }
    }

    /** Whether clients may call the server by all of these names. */
    public boolean covers(Collection<String> names) {
        Set<String> covered = names();
        return names.stream().allMatch(name -> ServerNames.cover(covered, name));
    }

    private boolean isForServers() {
        try {
            List<String> purposes = certificate().getExtendedKeyUsage();
            return purposes == null || purposes.contains(SERVER_AUTHENTICATION) || purposes.contains(ANY_PURPOSE);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A store in memory with one entry: the key and the chain. */
    public KeyStore keyStore() {
        try {
            KeyStore keyStore = KeyStore.getInstance("PKCS12");
            keyStore.load(null, null);
            keyStore.setKeyEntry(ALIAS, key, keyPassword(), chain.toArray(Certificate[]::new));
            return keyStore;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot keep a certificate in memory");
        }
    }

    /** What opens the entry of {@link #keyStore()}. It is no secret: the store never leaves this process. */
    public char[] keyPassword() {
        return "in memory".toCharArray();
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** The server's certificate, then the one that issued it, and so on as far as is known. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The DNS names and addresses it is for. */
    public Set<String> names() {
        return names(certificate());
    }

    /** The DNS names and addresses a certificate is for. */
    public static Set<String> names(X509Certificate certificate) {
        return ServerNames.of(certificate);
    }

    /** The end of its validity. */
    public Instant until() {
        return certificate().getNotAfter().toInstant();
    }

    /** The key as PEM, which nothing but a Secret may hold. */
    public String privateKeyPem() {
        return Pem.of(key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServingCertificate that && certificate().equals(that.certificate());
    }

    @Override
    public int hashCode() {
        return certificate().hashCode();
    }

    /** Tells the certificate, never the key. */
    @Override
    public String toString() {
        return "ServingCertificate[serial=%s, until=%s]"
                .formatted(certificate().getSerialNumber().toString(16), until());
    }
}
