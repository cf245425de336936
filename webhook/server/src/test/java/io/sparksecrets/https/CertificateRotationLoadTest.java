package io.sparksecrets.https;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Certificates of several authorities, all trusted as during a rotation, follow one another while requests go on. */
class CertificateRotationLoadTest {

    private static final int ROTATIONS = 20;
    private static final int REQUESTS_BETWEEN = 100;
    private static final int CLIENTS_OF_EACH_KIND = 3;
    private static final int CONNECTIONS = 300;
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final Instant now = Instant.now();
    private final CertificateAuthority[] authorities = {authority(), authority(), authority()};
    private final SSLContext trust = KeptConnection.trusting(authorities);
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong answered = new AtomicLong();
    private final Set<X509Certificate> seen = ConcurrentHashMap.newKeySet();

    @Test
    @Timeout(120)
    void noRequestFailsDuringTwentyRotations() throws Exception {
        HttpsServer server = startServer();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS_OF_EACH_KIND; i++) {
                clients.add(threads.submit(onOneConnection(server.port())));
                clients.add(threads.submit(onNewConnections(server.port())));
            }
            ServingCertificate last = certificate(0);
            try {
                for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
                    last = certificate(rotation);
                    server.reload(last);
                    awaitAnswers(REQUESTS_BETWEEN, clients);
                }
            } finally {
                done.set(true);
            }
            for (Future<Void> client : clients) {
                client.get();
            }
            assertThat(seen)
                    .as("new connections were served with new certificates, the last one among them")
                    .hasSizeGreaterThan(ROTATIONS / 2)
                    .contains(last.certificate());
        } finally {
            server.stop(Duration.ZERO);
        }
    }

    @Test
    @Timeout(120)
    void noHandshakeFailsWhileOneCertificateFollowsTheOtherWithoutPause() throws Exception {
        HttpsServer server = startServer();
        List<ServingCertificate> certificates = List.of(certificate(0), certificate(1), certificate(2));
        Thread reloads = Thread.ofPlatform().start(() -> {
            for (int i = 0; !done.get(); i++) {
                server.reload(certificates.get(i % certificates.size()));
            }
        });
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                try (KeptConnection connection = KeptConnection.open(trust, server.port())) {
                    request(connection);
                }
            }
        } finally {
            done.set(true);
            reloads.join();
            server.stop(Duration.ZERO);
        }
    }

    private HttpsServer startServer() {
        HttpsServer server = new HttpsServer(
                new HttpsServer.Settings("127.0.0.1", 0, Duration.ofSeconds(30), Duration.ofSeconds(10)),
                certificate(0),
                routes -> routes.post("/", context -> context.result(context.body())));
        server.start();
        return server;
    }

    private void awaitAnswers(int more, List<Future<Void>> clients) throws Exception {
        long until = answered.get() + more;
        Waiting.until(more + " answers", Duration.ofMinutes(2), () -> {
            for (Future<Void> client : clients) {
                if (client.isDone()) {
                    client.get();
                }
            }
            return answered.get() >= until;
        });
    }

    private Callable<Void> onOneConnection(int port) {
        return () -> {
            try (KeptConnection connection = KeptConnection.open(trust, port)) {
                while (!done.get()) {
                    request(connection);
                }
            }
            return null;
        };
    }

    private Callable<Void> onNewConnections(int port) {
        return () -> {
            while (!done.get()) {
                try (KeptConnection connection = KeptConnection.open(trust, port)) {
                    seen.add(connection.serverCertificate());
                    request(connection);
                }
            }
            return null;
        };
    }

    private void request(KeptConnection connection) throws IOException {
        assertThat(connection.post("/", BODY).status()).isEqualTo(200);
        answered.incrementAndGet();
    }

    private CertificateAuthority authority() {
        return CertificateAuthority.create(now, Duration.ofDays(2));
    }

    private ServingCertificate certificate(int rotation) {
        return authorities[rotation % authorities.length].issue(List.of("localhost"), now, Duration.ofDays(1));
    }
}
