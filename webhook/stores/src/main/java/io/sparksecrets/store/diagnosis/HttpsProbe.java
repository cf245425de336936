package io.sparksecrets.store.diagnosis;

import io.sparksecrets.store.StoreException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * TLS that begins with the connection.
 *
 * @param trust makes what trusts the server
 * @param trusted what it trusts, in words
 * @param whereToSet how that is set, in words
 */
record HttpsProbe(Trust trust, String trusted, String whereToSet) implements TlsProbe {

    /** Makes an SSL context from what is configured. */
    interface Trust {
        SSLContext context() throws GeneralSecurityException, IOException;
    }

    @Override
    public StepResult probe(Socket connection, Address server) {
        SSLContext context;
        try {
            context = trust.context();
        } catch (StoreException e) {
            return StepResult.failed(Step.TLS, e.getMessage(), "correct the file, or name another: " + whereToSet);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            return StepResult.failed(
                    Step.TLS, "the certificates that are configured cannot be used", "check them: " + whereToSet);
        }
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(connection, server.host(), server.port(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return StepResult.passed(Step.TLS, described(socket.getSession()));
        } catch (IOException e) {
            return TlsFailure.of(e, server, trusted, whereToSet);
        }
    }

    /** Protocol, and until when the certificate of the server is good. */
    static String described(SSLSession session) {
        try {
            Certificate[] certificates = session.getPeerCertificates();
            String until = certificates.length > 0 && certificates[0] instanceof X509Certificate certificate
                    ? ", the certificate is good until "
                            + certificate.getNotAfter().toInstant()
                    : "";
            return session.getProtocol() + until;
        } catch (IOException e) {
            return session.getProtocol();
        }
    }
}
