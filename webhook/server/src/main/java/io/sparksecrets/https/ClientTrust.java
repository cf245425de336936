package io.sparksecrets.https;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Which clients may call a server: those with a certificate of certain authorities, and where names are given, one that bears one
 * of them as its common name or as a DNS name. Nobody else gets beyond the TLS handshake.
 *
 * @param authorities who issued the certificates of the clients
 * @param names empty where every certificate of the authorities will do
 */
public record ClientTrust(List<X509Certificate> authorities, Set<String> names) {

    private static final int DNS_NAME = 2;

    public ClientTrust {
        authorities = List.copyOf(authorities);
        names = Set.copyOf(names);
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException("there is no authority, so nobody could call");
        }
    }

    TrustManager[] trustManagers() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return new TrustManager[] {new Named((X509TrustManager) factory.getTrustManagers()[0], names)};
    }

    /** Has Java check the chain, and looks at the names of what it trusts. */
    private record Named(X509TrustManager chains, Set<String> names) implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            chains.checkClientTrusted(chain, authType);
            if (!names.isEmpty() && namesOf(chain[0]).stream().noneMatch(names::contains)) {
                throw new CertificateException("the client's certificate bears none of the names that may call");
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this trusts clients");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return chains.getAcceptedIssuers();
        }
    }

    private static Set<String> namesOf(X509Certificate certificate) throws CertificateParsingException {
        Set<String> found = new HashSet<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            alternatives.stream()
                    .filter(name -> name.getFirst().equals(DNS_NAME))
                    .forEach(name -> found.add(String.valueOf(name.get(1))));
        }
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    found.add(String.valueOf(part.getValue()));
                }
            }
        } catch (InvalidNameException e) {
            throw new CertificateParsingException("the client's certificate has a subject that is no name");
        }
        return found;
    }
}
