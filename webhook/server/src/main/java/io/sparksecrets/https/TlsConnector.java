package io.sparksecrets.https;

import io.sparksecrets.certs.ServingCertificate;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.2 and 1.3 with a certificate that can be replaced.
 *
 * <p>The name that a client asks for is not compared with the certificate: the API server calls by the name of a Service, by an
 * address or by a URL, and verifies the certificate itself.
 */
final class TlsConnector {

    /**
     * How long a connection may be idle between requests. The API server's client drops its own after 90 s (net/http's
     * IdleConnTimeout as client-go sets it); were ours shorter, it could send a request into a connection that is being closed.
     */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(100);

    private final Supplier<ServingCertificate> certificate;
    private final Optional<ClientTrust> clients;
    private final CurrentContext ssl = new CurrentContext();

    /**
     * @param certificate asked when the server starts
     * @param clients who may call; empty for everybody
     */
    TlsConnector(Supplier<ServingCertificate> certificate, Optional<ClientTrust> clients) {
        this.certificate = certificate;
        this.clients = clients;
        ssl.setNeedClientAuth(clients.isPresent());
        ssl.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    }

    ServerConnector connector(Server server, HttpConfiguration http) {
        reload(certificate.get());
        SslConnectionFactory tls = new SslConnectionFactory(ssl, "http/1.1");
        // It would refuse a Host that the certificate does not bear, and costs on every request.
        tls.setEnsureSecureRequestCustomizer(false);
        ServerConnector connector = new ServerConnector(server, tls, new HttpConnectionFactory(http));
        connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        return connector;
    }

    void reload(ServingCertificate certificate) {
        ssl.setSslContext(context(certificate));
    }

    private SSLContext context(ServingCertificate certificate) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(certificate.keyStore(), certificate.keyPassword());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys.getKeyManagers(),
                    clients.isPresent() ? clients.get().trustManagers() : new TrustManager[0],
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the server cannot use its certificate", e);
        }
    }

    /**
     * Gives each handshake the context of now. Jetty's own reload empties what handshakes under way still look up, so that one
     * that comes at that moment fails (SniX509ExtendedKeyManager finds no certificate) or waits.
     */
    private static final class CurrentContext extends SslContextFactory.Server {

        private volatile @Nullable SSLContext current;

        @Override
        public void setSslContext(SSLContext context) {
            super.setSslContext(context);
            current = context;
        }

        @Override
        public @Nullable SSLContext getSslContext() {
            return current;
        }
    }
}
