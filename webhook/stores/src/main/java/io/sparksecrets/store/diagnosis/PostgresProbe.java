package io.sparksecrets.store.diagnosis;

import java.io.IOException;
import java.net.Socket;
import java.util.Properties;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import org.postgresql.core.PGStream;
import org.postgresql.jdbc.SslMode;
import org.postgresql.ssl.MakeSSL;
import org.postgresql.util.HostSpec;
import org.postgresql.util.PSQLException;

/**
 * TLS of PostgreSQL, which the client asks for on a plain connection, as the driver does it.
 *
 * <p>Protocol: postgresql.org/docs/current/protocol-flow.html, "SSL Session Encryption".
 */
record PostgresProbe(Properties properties) implements TlsProbe {

    private static final int REQUEST_LENGTH = 8;
    private static final int REQUEST_CODE = 80877103;
    private static final int SEND_BUFFER = 8192;
    private static final String TRUSTED = "an authority in the file of sslrootcert";
    private static final String WHERE_TO_SET = "sslrootcert=FILE and sslmode in the URL of the database";

    @Override
    public StepResult probe(Socket connection, Address server) {
        SslMode mode;
        try {
            mode = SslMode.of(properties);
        } catch (PSQLException e) {
            return StepResult.failed(
                    Step.TLS,
                    "the URL of the database has an sslmode that there is not",
                    "take disable, allow, prefer, require, verify-ca or verify-full");
        }
        if (mode == SslMode.DISABLE || mode == SslMode.ALLOW) {
            return StepResult.skipped(
                    Step.TLS, "sslmode is %s, so what is sent is not encrypted".formatted(mode.value));
        }
        try (PGStream stream =
                new PGStream(new Connected(connection), new HostSpec(server.host(), server.port()), 0, SEND_BUFFER)) {
            stream.sendInteger4(REQUEST_LENGTH);
            stream.sendInteger4(REQUEST_CODE);
            stream.flush();
            int answer = stream.receiveChar();
            if (answer != 'S') {
                return withoutTls(mode);
            }
            MakeSSL.convert(stream, properties);
            String verified =
                    mode.verifyCertificate() ? "" : "; sslmode is %s, so it is not verified".formatted(mode.value);
            return StepResult.passed(
                    Step.TLS, HttpsProbe.described(((SSLSocket) stream.getSocket()).getSession()) + verified);
        } catch (PSQLException | IOException e) {
            return TlsFailure.of(e, server, TRUSTED, WHERE_TO_SET);
        }
    }

    private static StepResult withoutTls(SslMode mode) {
        return mode.requireEncryption()
                ? StepResult.failed(
                        Step.TLS,
                        "the server has no TLS, and sslmode is " + mode.value,
                        "set ssl = on in the configuration of the server, or another sslmode in the URL of the database")
                : StepResult.skipped(
                        Step.TLS,
                        "the server has no TLS, and sslmode is %s, so what is sent is not encrypted"
                                .formatted(mode.value));
    }

    /** Gives the driver the connection that there is. */
    private static final class Connected extends SocketFactory {

        private final Socket connection;

        private Connected(Socket connection) {
            this.connection = connection;
        }

        @Override
        public Socket createSocket() {
            return connection;
        }

        @Override
        public Socket createSocket(String host, int port) {
            return connection;
        }

        @Override
        public Socket createSocket(String host, int port, java.net.InetAddress local, int localPort) {
            return connection;
        }

        @Override
        public Socket createSocket(java.net.InetAddress host, int port) {
            return connection;
        }

        @Override
        public Socket createSocket(java.net.InetAddress host, int port, java.net.InetAddress local, int localPort) {
            return connection;
        }
    }
}
