package io.sparksecrets.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.certs.CertificateAuthority;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client cannot do with connections, whatever it sends in them. */
@Timeout(60)
class ConnectionLimitsTest {

    private static final int IN_ALL = 6;
    private static final int PER_SOURCE = 4;
    private static final Duration SHORT = Duration.ofMillis(1500);

    private final CertificateAuthority authority = CertificateAuthority.create(Instant.now(), Duration.ofDays(2));
    private final SSLContext trust = KeptConnection.trusting(authority);
    private final HttpsServer server = new HttpsServer(
            new HttpsServer.Settings(
                    "127.0.0.1",
                    0,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1),
                    new ConnectionLimits(IN_ALL, PER_SOURCE, SHORT, SHORT, SHORT)),
            authority.issue(List.of("localhost"), Instant.now(), Duration.ofDays(1)),
            routes -> routes.post("/read", context -> context.result(context.body())));
    private final List<Socket> silent = new ArrayList<>();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : silent) {
            socket.close();
        }
        server.stop(Duration.ZERO);
    }

    @Test
    void aConnectionThatNeverBeginsAHandshakeIsClosed() throws Exception {
        assertThat(isClosed(silentFrom("127.0.0.2"))).isTrue();
    }

    @Test
    void aHandshakeThatDripsIsClosed() throws Exception {
        Socket socket = silentFrom("127.0.0.2");
        // The first bytes of a record that is never whole.
        byte[] beginning = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        socket.getOutputStream().write(i < beginning.length ? beginning[i] : 0);
                        Thread.sleep(100);
                    }
                })
                .isInstanceOf(SocketException.class);
    }

    @Test
    void aConnectionWithoutARequestIsClosed() throws Exception {
        try (KeptConnection connection = KeptConnection.open(trust, server.port())) {
            assertThatThrownBy(connection::read).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aFirstHeaderThatDripsIsClosed() throws Exception {
        try (KeptConnection connection = KeptConnection.open(trust, server.port())) {
            assertThatThrownBy(() -> drip(connection, "POST /read HTTP/1.1\r\n", "A: b\r\n"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aLaterHeaderThatDripsIsClosed() throws Exception {
        try (KeptConnection connection = KeptConnection.open(trust, server.port())) {
            connection.post("/read", new byte[1]);

            assertThatThrownBy(() -> drip(connection, "POST /read HTTP/1.1\r\n", "A: b\r\n"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aRequestWhoseBodyDripsIsClosed() throws Exception {
        try (KeptConnection connection = KeptConnection.open(trust, server.port())) {
            assertThatThrownBy(() ->
                            drip(connection, "POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n", "a"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aConnectionIsKeptBetweenRequests() throws Exception {
        try (KeptConnection connection = KeptConnection.open(trust, server.port())) {
            for (int i = 0; i < 3; i++) {
                assertThat(connection.post("/read", new byte[1]).status()).isEqualTo(200);
                Thread.sleep(SHORT.plusSeconds(1));
            }
        }
    }

    @Test
    void oneSourceHasItsShareAndOthersAreServed() throws Exception {
        for (int i = 0; i < PER_SOURCE; i++) {
            silentFrom("127.0.0.2");
        }

        Socket oneMore = silentFrom("127.0.0.2");

        oneMore.setSoTimeout(1000);
        assertThat(isClosed(oneMore)).as("one more, at once").isTrue();
        assertThatItServes();
    }

    @Test
    void whenThereAreTooManyTheIdlestOfTheGreatestSourceGoes() throws Exception {
        Socket other = silentFrom("127.0.0.3");
        Socket idlest = silentFrom("127.0.0.2");
        for (int i = 1; i < PER_SOURCE; i++) {
            silentFrom("127.0.0.2");
        }
        try (KeptConnection kept = KeptConnection.open(trust, server.port())) {
            assertThat(kept.post("/read", new byte[1]).status()).isEqualTo(200);
            assertThatItServes();

            idlest.setSoTimeout(500);
            assertThat(isClosed(idlest)).as("the idlest").isTrue();
            other.setSoTimeout(1);
            assertThat(isClosed(other)).as("one of another source").isFalse();
            assertThat(kept.post("/read", new byte[1]).status()).isEqualTo(200);
        }
    }

    @Test
    void thoseThatAreGoneCountNoMore() throws Exception {
        for (int i = 0; i < 5 * IN_ALL; i++) {
            silentFrom("127.0.0.2").close();
            assertThatItServes();
        }
    }

    private void assertThatItServes() throws IOException {
        try (KeptConnection connection = KeptConnection.open(trust, server.port())) {
            assertThat(connection.post("/read", new byte[1]).status()).isEqualTo(200);
        }
    }

    private Socket silentFrom(String address) throws IOException {
        Socket socket = new Socket();
        silent.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Sends a beginning, and a little more again and again for longer than may be. */
    private static void drip(KeptConnection connection, String beginning, String drop)
            throws IOException, InterruptedException {
        connection.send(beginning);
        for (int i = 0; i < 60; i++) {
            Thread.sleep(100);
            connection.send(drop);
        }
    }
}
