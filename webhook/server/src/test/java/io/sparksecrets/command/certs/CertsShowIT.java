package io.sparksecrets.command.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.certs.Pem;
import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.Surroundings;
import io.sparksecrets.https.HttpsServer;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.RealServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whom the webhook configurations of a real API server trust, and what is said when that cannot be told. */
@SuppressWarnings("NullAway.Init")
class CertsShowIT {

    private static final String NAME = "spark-secrets";

    private static CertificateAuthority authority;
    private static CertificateAuthority another;
    private static ApiServer server;
    private static KubernetesClient admin;
    private static HttpsServer webhook;

    @BeforeAll
    static void start() throws IOException {
        Instant now = Instant.now();
        authority = CertificateAuthority.create(now, Duration.ofDays(2));
        another = CertificateAuthority.create(now, Duration.ofDays(2));
        server = RealServer.start(ApiServer::start);
        admin = new KubernetesClientBuilder().withConfig(server.config()).build();
        webhook = new HttpsServer(
                new HttpsServer.Settings("127.0.0.1", 0, Duration.ofSeconds(5), Duration.ofSeconds(5)),
                authority.issue(List.of("spark-secrets.ns.svc"), now, Duration.ofDays(1)),
                routes -> {});
        webhook.start();
    }

    @AfterAll
    static void end() throws IOException {
        if (webhook != null) {
            webhook.stop(Duration.ZERO);
        }
        if (admin != null) {
            admin.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void removeConfigurations() {
        admin.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(NAME)
                .delete();
        admin.admissionRegistration()
                .v1()
                .validatingWebhookConfigurations()
                .withName(NAME)
                .delete();
    }

    @Test
    void whoseAuthorityIsInEveryBundleIsTrusted() {
        configure(Pem.of(certificates(authority)), Pem.of(certificates(another, authority)));

        CommandRun run = show(server.config());

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out())
                .containsPattern("mutate.example.org +" + serial(authority) + " until [0-9TZ:-]+ +trusted\n")
                .containsPattern("validate.example.org +[^\n]*" + serial(another) + " until [^\n]+ +trusted\n")
                .doesNotContain("NOT TRUSTED");
    }

    @Test
    void oneWebhookThatTrustsAnotherAuthorityOnlyIsAFailure() {
        configure(Pem.of(certificates(authority)), Pem.of(certificates(another)));

        CommandRun run = show(server.config());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("https://127.0.0.1:" + webhook.port() + " serves")
                .containsPattern("mutate.example.org +[^\n]+ +trusted\n")
                .containsPattern("validate.example.org +" + serial(another) + " until [^\n]+ +NOT TRUSTED\n");
    }

    @Test
    void aWebhookWithoutBundleTrustsNobody() {
        configure("", "");

        CommandRun run = show(server.config());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("mutate.example.org +nobody +NOT TRUSTED\n")
                .containsPattern("validate.example.org +nobody +NOT TRUSTED\n");
    }

    @Test
    void configurationsThatAreNotThereAreNamed() {
        CommandRun run = show(server.config());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("There are no webhook configurations named spark-secrets.");
    }

    @Test
    void whoMayNotReadTheConfigurationsIsToldWhichRightsAreMissing() {
        configure("", "");
        Config nobody = new ConfigBuilder(server.config())
                .withImpersonateUsername("nobody")
                .build();

        CommandRun run = show(nobody);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("serves").doesNotContain("TRUSTED");
        assertThat(run.err())
                .contains("cannot read the webhook configurations spark-secrets")
                .contains("\"nobody\" cannot get resource \"mutatingwebhookconfigurations\"")
                .contains("certs/README.md lists the rights that the service account needs")
                .doesNotContain("\tat ");
    }

    @Test
    void whoIsNotKnownToTheApiServerIsToldSo() {
        CommandRun run = show(server.config("not-a-token"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("cannot read the webhook configurations spark-secrets")
                .contains("the token of the service account is not accepted")
                .doesNotContain("not-a-token");
    }

    @Test
    void anApiServerThatDoesNotAnswerIsGivenUp() throws IOException {
        server.freeze();
        try {
            CommandRun run = show(server.config());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("cannot read the webhook configurations spark-secrets")
                    .contains("the API server did not answer in time");
        } finally {
            server.thaw();
        }
    }

    private static void configure(String mutatingBundle, String validatingBundle) {
        admin.resource(new MutatingWebhookConfigurationBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .endMetadata()
                        .addNewWebhook()
                        .withName("mutate.example.org")
                        .withAdmissionReviewVersions("v1")
                        .withSideEffects("None")
                        .withClientConfig(client(mutatingBundle))
                        .endWebhook()
                        .build())
                .create();
        admin.resource(new ValidatingWebhookConfigurationBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .endMetadata()
                        .addNewWebhook()
                        .withName("validate.example.org")
                        .withAdmissionReviewVersions("v1")
                        .withSideEffects("None")
                        .withClientConfig(client(validatingBundle))
                        .endWebhook()
                        .build())
                .create();
    }

    private static WebhookClientConfig client(String bundle) {
        return new WebhookClientConfigBuilder()
                .withUrl("https://127.0.0.1:%d/".formatted(webhook.port()))
                .withCaBundle(
                        bundle.isEmpty()
                                ? null
                                : Base64.getEncoder().encodeToString(bundle.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    private static List<X509Certificate> certificates(CertificateAuthority... authorities) {
        return Arrays.stream(authorities).map(CertificateAuthority::certificate).toList();
    }

    private static String serial(CertificateAuthority of) {
        return of.certificate().getSerialNumber().toString(16);
    }

    private static CommandRun show(Config cluster) {
        return CommandRun.of(
                CertsCommand.create(new Surroundings().cluster(cluster).context()),
                "certs",
                "show",
                "--bind-address",
                "127.0.0.1",
                "--admission-port",
                String.valueOf(webhook.port()));
    }
}
