package io.sparksecrets.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.certs.Pem;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.certs.files.FileCertificates;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running webhook shows of a certificate whose files somebody else keeps. */
@SuppressWarnings("NullAway.Init")
class CertificateMetricsTest {

    private static final List<String> NAMES = List.of("spark-secrets.ns.svc");

    private final Instant now = Instant.now();
    private final CertificateAuthority authority = CertificateAuthority.create(now, Duration.ofDays(20));

    @TempDir
    Path directory;

    private Path files;
    private WebhookOfCertificates webhook;

    @BeforeEach
    void start() throws Exception {
        files = Files.createDirectory(directory.resolve("tls"));
        webhook = WebhookOfCertificates.start(directory, new FileCertificates(files, NAMES, InstantSource.system()));
    }

    @AfterEach
    void stop() {
        webhook.close();
    }

    @Test
    void aCertificateThatIsNotThereYetIsAProblemAndNotReady() throws Exception {
        await("the problem", () -> webhook.problem() == 1);

        assertThat(webhook.expiry()).isZero();
        assertThat(webhook.loaded()).isZero();
        assertThat(webhook.get("/readyz")).contains("https: ").contains("tls.crt does not exist");
    }

    @Test
    void whatIsServedIsShownAndABrokenOneIsAProblemUntilItIsMended() throws Exception {
        Instant before = Instant.now();
        ServingCertificate first = put(Duration.ofDays(2));
        await("the first certificate", () -> webhook.expiry() > 0);
        assertThat(webhook.problem()).isZero();
        assertThat(webhook.expiry()).isEqualTo(first.until().getEpochSecond());
        long loaded = webhook.loaded();
        assertThat(loaded).isCloseTo(before.getEpochSecond(), within(60L));

        Files.writeString(files.resolve("tls.crt"), "-----BEGIN CERTIFICATE-----\nMIIB");
        await("the problem of the broken file", () -> webhook.problem() == 1);
        assertThat(webhook.expiry()).isEqualTo(first.until().getEpochSecond());
        assertThat(webhook.loaded()).isEqualTo(loaded);
        assertThat(webhook.get("/readyz")).isEqualTo("ok\n");

        ServingCertificate second = put(Duration.ofDays(5));
        await("the mended certificate", () -> webhook.problem() == 0);
        assertThat(webhook.expiry())
                .isEqualTo(second.until().getEpochSecond())
                .isNotEqualTo(first.until().getEpochSecond());
        assertThat(webhook.loaded()).isGreaterThanOrEqualTo(loaded);
    }

    private ServingCertificate put(Duration validity) throws IOException {
        ServingCertificate issued = authority.issue(NAMES, now, validity);
        Files.writeString(files.resolve("tls.key"), issued.privateKeyPem());
        Files.writeString(files.resolve("tls.crt"), Pem.of(issued.chain()));
        return issued;
    }

    private static void await(String what, Waiting.Condition condition) throws IOException {
        Waiting.until(what, Duration.ofSeconds(60), condition);
    }
}
