package io.sparksecrets.command.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.Surroundings;
import io.sparksecrets.health.HealthServer;
import io.sparksecrets.health.Readiness;
import io.sparksecrets.https.HttpsServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CertsCommandTest {

    private final Instant now = Instant.now();

    private final CertificateAuthority authority = CertificateAuthority.create(now, Duration.ofDays(2));
    private final HttpsServer server = new HttpsServer(
            new HttpsServer.Settings("127.0.0.1", 0, Duration.ofSeconds(5), Duration.ofSeconds(5)),
            authority.issue(List.of("spark-secrets.ns.svc"), now, Duration.ofDays(1)),
            routes -> {});

    private int port;

    @BeforeEach
    void start() {
        server.start();
        port = server.port();
    }

    @AfterEach
    void stop() {
        server.stop(Duration.ZERO);
    }

    @Test
    void whatIsServedIsShownAndUntilWhen() throws Exception {
        CommandRun run = show();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("https://127.0.0.1:" + server.port() + " serves")
                .contains("names    spark-secrets.ns.svc")
                .contains("until    "
                        + ServedCertificate.of("127.0.0.1", server.port())
                                .certificate()
                                .getNotAfter()
                                .toInstant())
                .contains("There is no cluster");
    }

    @Test
    void aServerThatDoesNotAnswerIsAFailure() {
        server.stop(Duration.ZERO);

        CommandRun run = show();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("does not answer (nobody listens there); is the webhook running and ready");
    }

    @Test
    void aServerThatSpeaksNoTlsIsAFailure() throws Exception {
        try (HealthServer plain = new HealthServer("127.0.0.1", 0, new Readiness(List.of()), () -> "")) {
            port = plain.port();

            CommandRun run = show();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("https://127.0.0.1:" + port + " does not answer (")
                    .containsAnyOf("no TLS handshake within 5 s", "it speaks no TLS")
                    .contains("is this where it serves admission?");
        }
    }

    @Test
    void anApiServerThatCannotBeReachedIsAFailureThatTellsSo() throws Exception {
        Config nowhere = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + freePort())
                .build();

        CommandRun run = show(Optional.of(nowhere));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("serves").doesNotContain("TRUSTED");
        assertThat(run.err())
                .contains("cannot read the webhook configurations spark-secrets: the API server cannot be reached");
    }

    @Test
    void onlyWhoseAuthorityIsInTheBundleIsTrusted() throws Exception {
        ServedCertificate served = ServedCertificate.of("127.0.0.1", server.port());
        CertificateAuthority another = CertificateAuthority.create(now, Duration.ofDays(2));

        assertThat(served.isTrustedBy(List.of(another.certificate(), authority.certificate())))
                .isTrue();
        assertThat(served.isTrustedBy(List.of(another.certificate()))).isFalse();
        assertThat(served.isTrustedBy(List.of())).isFalse();
    }

    @Test
    void withoutAClusterThereIsNoAuthorityToRotate() {
        CommandRun run = CommandRun.of(CertsCommand.create(new Surroundings().context()), "certs", "rotate");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("there is no cluster: neither a service account nor a kubeconfig was found");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private CommandRun show() {
        return show(Optional.empty());
    }

    private CommandRun show(Optional<Config> cluster) {
        return CommandRun.of(
                CertsCommand.create(
                        new Surroundings().clusters(access -> cluster).context()),
                "certs",
                "show",
                "--bind-address",
                "127.0.0.1",
                "--admission-port",
                String.valueOf(port));
    }
}
