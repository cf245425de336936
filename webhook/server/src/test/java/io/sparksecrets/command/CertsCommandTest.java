package io.sparksecrets.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.https.HttpsServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        assertThat(run.err()).contains("does not answer").contains("is the webhook running and ready?");
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
        CommandRun run = CommandRun.of(
                CertsCommand.create(access -> Optional.empty(), Map.of("HOME", "/tmp")), "certs", "rotate");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("there is no cluster: neither a service account nor a kubeconfig was found");
    }

    private CommandRun show() {
        return CommandRun.of(
                CertsCommand.create(access -> Optional.empty(), Map.of("HOME", "/tmp")),
                "certs",
                "show",
                "--bind-address",
                "127.0.0.1",
                "--admission-port",
                String.valueOf(port));
    }
}
