package io.sparksecrets.command.certs;

import io.sparksecrets.certs.CertificateTrust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificate that a server shows, whoever issued it.
 *
 * @param chain the server's first; never empty
 */
public record ServedCertificate(List<X509Certificate> chain) {

    /** How long a server has for its connection, and for each part of its TLS handshake. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    /**
     * Asks a server for it.
     *
     * @throws IOException when it does not answer with TLS
     */
    public static ServedCertificate of(String host, int port) throws IOException {
        try (Socket connection = new Socket()) {
            connection.connect(new InetSocketAddress(host, port), (int) TIMEOUT.toMillis());
            connection.setSoTimeout((int) TIMEOUT.toMillis());
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new Anybody()}, null);
            try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(connection, host, port, false)) {
                socket.startHandshake();
                return new ServedCertificate(Arrays.stream(socket.getSession().getPeerCertificates())
                        .map(X509Certificate.class::cast)
                        .toList());
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Whether a client that trusts these accepts it now. */
    boolean isTrustedBy(Collection<X509Certificate> authorities) {
        return CertificateTrust.accepts(authorities, chain, Instant.now());
    }

    /** The address to ask where a server listens on all of them. */
    static String reachable(String bindAddress) {
        return bindAddress.equals("0.0.0.0") || bindAddress.equals("::")
                ? InetAddress.getLoopbackAddress().getHostAddress()
                : bindAddress;
    }

    /** Nothing is sent to the server, so it does not matter who it is. */
    private static final class Anybody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
