package io.sparksecrets.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.https.KeptConnection.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsServerTest {

    private static final byte[] BODY = {};

    private final CertificateAuthority authority = CertificateAuthority.create(Instant.now(), Duration.ofDays(2));
    private final SSLContext trust = KeptConnection.trusting(authority);
    private final HttpsServer server = server(0);

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(Duration.ZERO);
    }

    @Test
    void aRequestIsHandledOnAVirtualThread() throws Exception {
        try (KeptConnection connection = KeptConnection.open(trust, server.port())) {
            assertThat(connection.post("/thread", BODY).body()).isEqualTo("virtual: true");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "PUT /thread HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
                "POST /fail HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
                "nonsense\r\n\r\n",
                "POST /thread HTTP/9\r\n\r\n",
                "POST /%zz HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void noAnswerNamesTheServerOrItsVersion(String request) throws Exception {
        try (KeptConnection connection = KeptConnection.open(trust, server.port())) {
            connection.send(request);

            Answer answer = connection.read();

            assertThat(answer.status()).isGreaterThanOrEqualTo(400);
            assertThat(answer.headers()).doesNotContainKeys("server", "x-powered-by");
            assertThat(answer.body().toLowerCase(Locale.ROOT))
                    .doesNotContain("jetty", "javalin", "exception", "hunter2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientMayCallItByAnyName(String protocol) throws Exception {
        try (KeptConnection connection = KeptConnection.open(trust, server.port(), "10-0-0-1.example", protocol)) {
            connection.send("POST /thread HTTP/1.1\r\nHost: whatever:1\r\nContent-Length: 0\r\n\r\n");

            assertThat(connection.read().status()).isEqualTo(200);
        }
    }

    @Test
    void aRequestThatIsSilentInItsMiddleIsNotWaitedFor() throws Exception {
        try (KeptConnection connection = KeptConnection.open(trust, server.port())) {
            connection.send("POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n");

            assertThat(statusOrEnd(connection)).isGreaterThanOrEqualTo(400);
        }
    }

    @Test
    void aNewCertificateIsServedWithoutDroppingAConnection() throws Exception {
        ServingCertificate renewed = certificate();
        try (KeptConnection before = KeptConnection.open(trust, server.port())) {
            before.post("/thread", BODY);

            server.reload(renewed);

            assertThat(before.post("/thread", BODY).status()).isEqualTo(200);
            try (KeptConnection after = KeptConnection.open(trust, server.port())) {
                assertThat(after.serverCertificate()).isEqualTo(renewed.certificate());
                assertThat(after.serverCertificate()).isNotEqualTo(before.serverCertificate());
            }
        }
    }

    @Test
    void itSaysWhatKeepsItFromServing() {
        HttpsServer another = server(0);

        assertThat(another.problem()).contains("not listening yet");
        another.start();
        assertThat(another.problem()).isEmpty();
        another.stop(Duration.ZERO);
        assertThat(another.problem()).contains("stopped");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        HttpsServer another = server(server.port());

        assertThatThrownBy(another::start)
                .isInstanceOf(CannotListenException.class)
                .hasMessageStartingWith("cannot listen on port %d of 127.0.0.1: ".formatted(server.port()));
        assertThat(another.problem()).contains("not listening yet");
    }

    private HttpsServer server(int port) {
        HttpsServer.Settings settings =
                new HttpsServer.Settings("127.0.0.1", port, Duration.ofMillis(500), Duration.ofSeconds(10));
        return new HttpsServer(
                settings,
                certificate(),
                routes -> routes.post(
                                "/thread",
                                context -> context.result(
                                        "virtual: " + Thread.currentThread().isVirtual()))
                        .post("/read", context -> context.result(context.body()))
                        .post("/fail", context -> {
                            throw new IllegalStateException("hunter2");
                        }));
    }

    private ServingCertificate certificate() {
        return authority.issue(List.of("localhost"), Instant.now(), Duration.ofDays(1));
    }

    /** The status of the answer; 599 when the server just closes. */
    private static int statusOrEnd(KeptConnection connection) throws IOException {
        try {
            return connection.read().status();
        } catch (EOFException e) {
            return 599;
        }
    }
}
