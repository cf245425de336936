package io.sparksecrets.store.vault;

import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificate authorities by which a Vault is known. */
public final class VaultTrust {

    private VaultTrust() {}

    /**
     * Trusts the certificates in a file and no others.
     *
     * @throws StoreException when there are none
     */
    public static SSLContext of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw unusable("it holds no certificate");
            }
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry(Integer.toString(trusted.size()), certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (NoSuchFileException e) {
            throw unusable("there is no such file");
        } catch (IOException e) {
            throw unusable("it cannot be read");
        } catch (GeneralSecurityException e) {
            throw unusable("it holds something that is no certificate");
        }
    }

    private static StoreException unusable(String why) {
        return new StoreException(
                Reason.UNAVAILABLE,
                "the CA file that vaultSettings.caFile names cannot be used: %s. It has to hold PEM certificates"
                        .formatted(why));
    }
}
