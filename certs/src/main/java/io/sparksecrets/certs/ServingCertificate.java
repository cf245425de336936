package io.sparksecrets.certs;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;

/** A server's certificate and its key, in memory. */
public final class ServingCertificate {

    private static final String ALIAS = "server";

    private final KeyStore keyStore;
    private final X509Certificate certificate;

    private ServingCertificate(KeyStore keyStore, X509Certificate certificate) {
        this.keyStore = keyStore;
        this.certificate = certificate;
    }

    static ServingCertificate of(PrivateKey key, X509Certificate certificate, X509Certificate authority)
            throws GeneralSecurityException, IOException {
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        keyStore.load(null, null);
        keyStore.setKeyEntry(ALIAS, key, password(), new Certificate[] {certificate, authority});
        return new ServingCertificate(keyStore, certificate);
    }

    /** A store in memory with one entry: the key, and the chain up to the authority. */
    public KeyStore keyStore() {
        return keyStore;
    }

    /** What opens the entry of {@link #keyStore()}. It is no secret: the store never leaves this process. */
    public char[] keyPassword() {
        return password();
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Tells the certificate, never the key. */
    @Override
    public String toString() {
        return "ServingCertificate[serial=%s, until=%s]"
                .formatted(
                        certificate.getSerialNumber().toString(16),
                        certificate.getNotAfter().toInstant());
    }

    private static char[] password() {
        return "in memory".toCharArray();
    }
}
