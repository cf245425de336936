package io.sparksecrets.application;

import io.javalin.config.RoutesConfig;
import io.sparksecrets.certs.CertificateSource;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.https.HttpsServer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The HTTPS server: it listens from its first certificate on, and takes every later one without closing a connection. */
final class AdmissionServer {

    private final HttpsServer.Settings settings;
    private final CertificateSource certificates;
    private final CertificateMetrics metrics;
    private final CompletableFuture<HttpsServer> serving = new CompletableFuture<>();
    private volatile @Nullable HttpsServer https;

    AdmissionServer(HttpsServer.Settings settings, CertificateSource certificates, CertificateMetrics metrics) {
        this.settings = settings;
        this.certificates = certificates;
        this.metrics = metrics;
    }

    /** Begins; listens as soon as there is a certificate. */
    void start(Consumer<RoutesConfig> routes) {
        certificates.start(certificate -> serve(certificate, routes));
    }

    /** Done when it listens; failed when it cannot. */
    CompletableFuture<HttpsServer> serving() {
        return serving;
    }

    /** Why it does not serve; what is wrong with a certificate that is still served is not it. */
    Optional<String> problem() {
        HttpsServer listening = https;
        return listening != null
                ? listening.problem()
                : Optional.of(certificates.problem().orElse("there is no certificate yet"));
    }

    /** Stops without losing a request, see {@link HttpsServer#stop}. */
    void stop(Duration drainDelay) {
        HttpsServer listening = https;
        if (listening != null) {
            listening.stop(drainDelay);
        }
        // Until nobody asks any more, the certificate is kept right.
        certificates.close();
    }

    private void serve(ServingCertificate certificate, Consumer<RoutesConfig> routes) {
        HttpsServer listening = https;
        if (listening != null) {
            listening.reload(certificate);
        } else {
            begin(new HttpsServer(settings, certificate, routes));
        }
        metrics.loaded(certificate);
    }

    private void begin(HttpsServer server) {
        try {
            server.start();
        } catch (RuntimeException e) {
            serving.completeExceptionally(e);
            throw e;
        }
        https = server;
        serving.complete(server);
    }
}
