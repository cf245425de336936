package io.sparksecrets.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.certs.CertificateSource;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.https.CannotListenException;
import io.sparksecrets.https.HttpsServer;
import io.sparksecrets.https.KeptConnection;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpsServersTest {

    private static final byte[] BODY = {};

    private final CertificateAuthority authority = CertificateAuthority.create(Instant.now(), Duration.ofDays(2));
    private final SSLContext trust = KeptConnection.trusting(authority);
    private final Certificates certificates = new Certificates();
    private final HttpsServers servers = new HttpsServers(
            certificates, new CertificateMetrics(new SimpleMeterRegistry(), certificates, InstantSource.system()));

    @AfterEach
    void stop() {
        servers.stop(Duration.ZERO);
    }

    @Test
    void noneListensBeforeThereIsACertificate() {
        servers.start(List.of(served(0, "/one"), served(0, "/two")));

        assertThat(servers.serving()).isNotDone();
        assertThat(servers.problem()).contains("the certificate is being made");
    }

    @Test
    void eachServesItsOwnRoutesWithTheCertificateOfNow() throws Exception {
        servers.start(List.of(served(0, "/one"), served(0, "/two")));
        certificates.give(certificate());
        ServingCertificate renewed = certificate();

        certificates.give(renewed);

        assertThat(servers.problem()).isEmpty();
        List<HttpsServer> listening = servers.serving().join();
        assertThat(listening).hasSize(2);
        assertAnswers(listening.get(0), "/one", "/two", renewed);
        assertAnswers(listening.get(1), "/two", "/one", renewed);
    }

    @Test
    void allServeOnTogetherUntilTheDelayIsOver() throws Exception {
        servers.start(List.of(served(0, "/one"), served(0, "/two")));
        certificates.give(certificate());
        List<HttpsServer> listening = servers.serving().join();
        CompletableFuture<?> stopping = CompletableFuture.runAsync(() -> servers.stop(Duration.ofSeconds(2)));
        Waiting.until(
                "the stop", Duration.ofSeconds(30), () -> servers.problem().isPresent());

        for (HttpsServer server : listening) {
            try (KeptConnection connection = KeptConnection.open(trust, server.port())) {
                assertThat(connection.post("/none", BODY).closes()).isTrue();
            }
        }
        assertThat(certificates.closed).as("closed while they serve").isFalse();
        stopping.join();

        assertThat(certificates.closed).isTrue();
        assertThat(listening).allSatisfy(server -> assertThat(server.problem()).contains("stopped"));
    }

    @Test
    void onePortThatIsTakenStopsAll() throws Exception {
        HttpsServer taken = new HttpsServer(settings(0), certificate(), routes -> {});
        taken.start();
        try {
            servers.start(List.of(served(0, "/one"), served(taken.port(), "/two")));

            assertThatThrownBy(() -> certificates.give(certificate())).isInstanceOf(CannotListenException.class);

            assertThat(servers.serving()).isCompletedExceptionally();
            assertThat(servers.problem()).isPresent();
        } finally {
            taken.stop(Duration.ZERO);
        }
    }

    private void assertAnswers(HttpsServer server, String path, String other, ServingCertificate certificate)
            throws IOException {
        try (KeptConnection connection = KeptConnection.open(trust, server.port())) {
            assertThat(connection.serverCertificate()).isEqualTo(certificate.certificate());
            assertThat(connection.post(path, BODY).body()).isEqualTo(path);
            assertThat(connection.post(other, BODY).status()).isEqualTo(404);
        }
    }

    private static HttpsServers.Served served(int port, String path) {
        return new HttpsServers.Served(
                settings(port), Optional.empty(), routes -> routes.post(path, context -> context.result(path)));
    }

    private static HttpsServer.Settings settings(int port) {
        return new HttpsServer.Settings("127.0.0.1", port, Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    private ServingCertificate certificate() {
        return authority.issue(List.of("localhost"), Instant.now(), Duration.ofHours(1));
    }

    /** Gives what the test gives. */
    private static final class Certificates implements CertificateSource {

        private Consumer<ServingCertificate> server = certificate -> {};
        private volatile boolean closed;

        void give(ServingCertificate certificate) {
            server.accept(certificate);
        }

        @Override
        public void start(Consumer<ServingCertificate> serve) {
            server = serve;
        }

        @Override
        public Optional<String> problem() {
            return Optional.of("the certificate is being made");
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
