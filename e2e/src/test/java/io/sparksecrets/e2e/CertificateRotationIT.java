package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.e2e.webhook.Webhook;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Certificates and authorities that live for minutes are renewed under a stream of pods. */
@EndToEndTest
class CertificateRotationIT {

    private static final String NAMESPACE = "rotation";

    /** An authority issues for the first time within the life of the one before it, which is four minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @Test
    void noPodIsRefusedWhileCertificatesAndTheirAuthorityAreReplaced(Installation installation) throws Exception {
        Webhook webhook = installation.webhook(NAMESPACE, "certificates: {validity: 1m, authorityValidity: 4m}");
        new Secrets(webhook).put("ROTATION_KEY");
        installation.createNamespace(NAMESPACE, webhook);
        KubernetesClient client = installation.client();
        Set<String> bundles = new LinkedHashSet<>();
        Set<String> expiries = new LinkedHashSet<>();
        Instant end = Instant.now().plus(PATIENCE);
        int created = 0;

        // A bundle with the new authority beside the old one, and then certificates of the new one.
        while ((bundles.size() < 2 || expiries.size() < 4) && Instant.now().isBefore(end)) {
            for (int i = 0; i < 20; i++) {
                Pod pod = client.resource(DriverPods.pod(NAMESPACE, "pod-" + created++, Map.of(), "ROTATION_KEY"))
                        .dryRun()
                        .create();
                assertThat(pod.getSpec()
                                .getContainers()
                                .getFirst()
                                .getEnv()
                                .getFirst()
                                .getValue())
                        .as("no reference stays")
                        .isNull();
            }
            expiries.add(expiry(webhook));
            bundles.add(client.admissionRegistration()
                    .v1()
                    .mutatingWebhookConfigurations()
                    .withName("spark-secrets-" + NAMESPACE)
                    .require()
                    .getWebhooks()
                    .getFirst()
                    .getClientConfig()
                    .getCaBundle());
        }

        System.out.printf(
                "%d pods while %d certificates were served and %d bundles were published%n",
                created, expiries.size(), bundles.size());
        assertThat(bundles).hasSizeGreaterThan(1);
        assertThat(expiries).hasSizeGreaterThan(3);
        webhook.close();
    }

    /** Of the certificate that is served. */
    private static String expiry(Webhook webhook) throws Exception {
        return webhook.metrics()
                .lines()
                .filter(line -> line.startsWith("spark_secrets_certificate_expiry_seconds"))
                .findFirst()
                .orElseThrow();
    }
}
