package io.sparksecrets.application;

import io.javalin.config.RoutesConfig;
import io.sparksecrets.certs.CertificateSource;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.https.ClientTrust;
import io.sparksecrets.https.HttpsServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The HTTPS servers: they listen from the first certificate on, and take every later one without closing a connection. */
final class HttpsServers {

    /** What one of them serves. */
    record Served(HttpsServer.Settings settings, Optional<ClientTrust> clients, Consumer<RoutesConfig> routes) {}

    private final CertificateSource certificates;
    private final CertificateMetrics metrics;
    private final CompletableFuture<List<HttpsServer>> serving = new CompletableFuture<>();
    private volatile List<HttpsServer> listening = List.of();

    HttpsServers(CertificateSource certificates, CertificateMetrics metrics) {
        this.certificates = certificates;
        this.metrics = metrics;
    }

    /** Begins; all listen as soon as there is a certificate. */
    void start(List<Served> servers) {
        certificates.start(certificate -> serve(certificate, servers));
    }

    /** Done when they listen, in the order in which they were given; failed when one of them cannot. */
    CompletableFuture<List<HttpsServer>> serving() {
        return serving;
    }

    /** Why one does not serve; what is wrong with a certificate that is still served is not it. */
    Optional<String> problem() {
        List<HttpsServer> servers = listening;
        return servers.isEmpty()
                ? Optional.of(certificates.problem().orElse("there is no certificate yet"))
                : servers.stream()
                        .map(HttpsServer::problem)
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    /** Stops without losing a request, see {@link HttpsServer#stop}. */
    void stop(Duration drainDelay) {
        // Its close waits for all; an interrupt cuts their delay short, and it waits on.
        try (ExecutorService stopping = Executors.newVirtualThreadPerTaskExecutor()) {
            listening.forEach(server -> stopping.execute(() -> server.stop(drainDelay)));
        }
        // Until nobody asks any more, the certificate is kept right.
        certificates.close();
    }

    private void serve(ServingCertificate certificate, List<Served> servers) {
        if (listening.isEmpty()) {
            begin(certificate, servers);
        } else {
            listening.forEach(server -> server.reload(certificate));
        }
        metrics.loaded(certificate);
    }

    private void begin(ServingCertificate certificate, List<Served> servers) {
        // At the same time, so that admission need not wait for the API.
        List<HttpsServer> created = servers.parallelStream()
                .map(served -> new HttpsServer(served.settings(), () -> certificate, served.clients(), served.routes()))
                .toList();
        try {
            created.parallelStream().forEach(HttpsServer::start);
        } catch (RuntimeException e) {
            created.forEach(server -> server.stop(Duration.ZERO));
            serving.completeExceptionally(e);
            throw e;
        }
        listening = created;
        serving.complete(created);
    }
}
