package io.sparksecrets.command.certs;

import io.fabric8.kubernetes.client.Config;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.certs.kubernetes.KubernetesTrustPublisher;
import io.sparksecrets.certs.rotation.WebhookConfiguration;
import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.kubernetes.InstallationException;
import io.sparksecrets.kubernetes.KubernetesInstallation;
import io.sparksecrets.text.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = {
            "Show the certificate that the webhook on this host serves, until when, and which authorities the webhook"
                    + " configurations trust. In a cluster: kubectl exec into a replica.",
            "",
            "Ends with 1 when nothing is served, or when the API server does not trust it."
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
final class CertsShow implements Callable<Integer> {

    private final ConfigurationOptions configuration;
    private final ClusterConfig clusters;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    CertsShow(ConfigurationOptions configuration, ClusterConfig clusters) {
        this.configuration = configuration;
        this.clusters = clusters;
    }

    @Override
    public Integer call() throws ConfigurationException {
        Configuration read = configuration.read();
        ServedCertificate served = served(read.admission());
        Optional<Config> cluster = clusters.find(read.cluster().access());
        if (cluster.isEmpty()) {
            spec.commandLine().getOut().println("\nThere is no cluster, so nobody is configured to trust it.");
            return 0;
        }
        return trust(read, cluster.get(), served) ? 0 : CommandFailure.FAILED;
    }

    private ServedCertificate served(Configuration.Admission admission) {
        String host = ServedCertificate.reachable(admission.bindAddress());
        try {
            ServedCertificate served = ServedCertificate.of(host, admission.port());
            X509Certificate certificate = served.certificate();
            PrintWriter out = spec.commandLine().getOut();
            out.printf("https://%s:%d serves%n", host, admission.port());
            out.printf("  serial   %s%n", certificate.getSerialNumber().toString(16));
            out.printf("  issuer   %s%n", certificate.getIssuerX500Principal());
            out.printf("  names    %s%n", String.join(", ", ServingCertificate.names(certificate)));
            out.printf("  until    %s%n", until(certificate));
            return served;
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "https://%s:%d does not answer (%s); is the webhook running and ready, and is this where it serves admission?"
                            .formatted(host, admission.port(), why(e)));
        }
    }

    private static String why(IOException failure) {
        return switch (failure) {
            case ConnectException refused -> "nobody listens there";
            case SocketTimeoutException late ->
                "no TLS handshake within %d s".formatted(ServedCertificate.TIMEOUT.toSeconds());
            case SSLException other -> "it speaks no TLS";
            default -> failure.getClass().getSimpleName();
        };
    }

    private boolean trust(Configuration read, Config cluster, ServedCertificate served) {
        // Webhook configurations have none, so any will do.
        String namespace = read.cluster().namespace().orElse("default");
        Configuration.Certificates settings = read.certificates();
        List<WebhookConfiguration> found;
        try (KubernetesInstallation installation = KubernetesInstallation.connect(cluster, namespace)) {
            found = KubernetesTrustPublisher.of(
                            installation,
                            settings.webhookConfigurations(),
                            settings.caConfigMap(),
                            settings.secretName())
                    .configurations();
        } catch (InstallationException e) {
            throw CommandFailure.failed(e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (found.isEmpty()) {
            out.printf("%nThere are no webhook configurations named %s.%n", settings.webhookConfigurations());
            return false;
        }
        TextTable table = new TextTable("WEBHOOK", "TRUSTS", "THE SERVED CERTIFICATE");
        boolean isTrusted = true;
        for (WebhookConfiguration one : found) {
            for (WebhookConfiguration.Webhook webhook : one.webhooks()) {
                boolean trusts = served.isTrustedBy(webhook.trusted());
                isTrusted &= trusts;
                table.add(webhook.name(), described(webhook.trusted()), trusts ? "trusted" : "NOT TRUSTED");
            }
        }
        out.println();
        table.lines().forEach(out::println);
        out.flush();
        return isTrusted;
    }

    private static String described(Set<X509Certificate> authorities) {
        return authorities.isEmpty()
                ? "nobody"
                : authorities.stream()
                        .map(one ->
                                "%s until %s".formatted(one.getSerialNumber().toString(16), until(one)))
                        .collect(Collectors.joining(", "));
    }

    private static Instant until(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }
}
