package io.sparksecrets.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.certs.Pem;
import io.sparksecrets.certs.kubernetes.KubernetesTrustPublisher;
import io.sparksecrets.certs.rotation.RotatingCertificates;
import io.sparksecrets.certs.rotation.RotationPolicy;
import io.sparksecrets.kubernetes.KubernetesInstallation;
import io.sparksecrets.testing.Administrator;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running webhook shows of the certificate that it shares with other replicas through a real API server. */
@SuppressWarnings("NullAway.Init")
class SharedCertificateMetricsIT {

    private static final String NAMESPACE = "spark-secrets";
    private static final String SECRET = "spark-secrets-certificates";
    private static final RotationPolicy POLICY =
            RotationPolicy.of(List.of("127.0.0.1"), Duration.ofDays(3650), Duration.ofDays(90));

    @TempDir
    Path directory;

    @Test
    void theCertificateOfTheSecretIsShownAndALostApiServerIsAProblemWhileItLasts() throws Exception {
        try (ApiServer server = RealServer.start(ApiServer::start);
                Administrator administrator = new Administrator(server)) {
            administrator.createNamespace(NAMESPACE);
            try (KubernetesInstallation installation = KubernetesInstallation.connect(server.config(), NAMESPACE);
                    WebhookOfCertificates webhook =
                            WebhookOfCertificates.start(directory, certificates(installation))) {
                await("a certificate", () -> webhook.expiry() > 0);
                await("no problem", () -> webhook.problem() == 0);
                long expiry = webhook.expiry();
                long loaded = webhook.loaded();
                assertThat(expiry).isEqualTo(expiryOf(administrator.client()));
                assertThat(loaded).isCloseTo(Instant.now().getEpochSecond(), within(120L));

                server.kill();
                await("the problem of a lost API server", () -> webhook.problem() == 1);
                assertThat(webhook.expiry()).isEqualTo(expiry);
                assertThat(webhook.loaded()).isEqualTo(loaded);
                assertThat(webhook.get("/readyz")).isEqualTo("ok\n");

                server.restart();
                await("the end of the problem", () -> webhook.problem() == 0);
                assertThat(webhook.expiry()).isEqualTo(expiry);
            }
        }
    }

    private static RotatingCertificates certificates(KubernetesInstallation installation) {
        return new RotatingCertificates(
                SECRET,
                POLICY,
                installation,
                KubernetesTrustPublisher.of(installation, "spark-secrets", "spark-secrets-ca", SECRET),
                InstantSource.system());
    }

    private static long expiryOf(KubernetesClient admin) throws Exception {
        Secret secret = admin.secrets().inNamespace(NAMESPACE).withName(SECRET).require();
        String pem = new String(Base64.getDecoder().decode(secret.getData().get("tls.crt")), StandardCharsets.UTF_8);
        return Pem.certificates(pem, SECRET)
                .getFirst()
                .getNotAfter()
                .toInstant()
                .getEpochSecond();
    }

    private static void await(String what, Waiting.Condition condition) throws IOException {
        Waiting.until(what, Duration.ofMinutes(2), condition);
    }
}
