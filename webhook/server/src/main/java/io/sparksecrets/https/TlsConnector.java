package io.sparksecrets.https;

import io.sparksecrets.certs.ServingCertificate;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

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
    private final SslContextFactory.Server ssl = new SslContextFactory.Server();

    /** @param certificate asked when the server starts */
    TlsConnector(Supplier<ServingCertificate> certificate) {
        this.certificate = certificate;
        ssl.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    }

    ServerConnector connector(Server server, HttpConfiguration http) {
        use(ssl, certificate.get());
        SslConnectionFactory tls = new SslConnectionFactory(ssl, "http/1.1");
        // It would refuse a Host that the certificate does not bear, and costs on every request.
        tls.setEnsureSecureRequestCustomizer(false);
        ServerConnector connector = new ServerConnector(server, tls, new HttpConnectionFactory(http));
        connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        return connector;
    }

    void reload(ServingCertificate certificate) {
        try {
            ssl.reload(factory -> use(ssl, certificate));
        } catch (Exception e) {
            throw new IllegalStateException("the server's certificate cannot be replaced", e);
        }
    }

    private static void use(SslContextFactory ssl, ServingCertificate certificate) {
        ssl.setKeyStore(certificate.keyStore());
        ssl.setKeyManagerPassword(new String(certificate.keyPassword()));
    }
}
