package io.sparksecrets.application;

import io.sparksecrets.access.AccessPolicy;
import io.sparksecrets.admission.AdmissionRoutes;
import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.SecretDelivery;
import io.sparksecrets.health.HealthServer;
import io.sparksecrets.health.PrometheusMetrics;
import io.sparksecrets.health.Readiness;
import io.sparksecrets.https.HttpsServer;
import io.sparksecrets.mutation.PodMutation;
import io.sparksecrets.pod.DeliveryNames;
import io.sparksecrets.pod.PodRewriter;
import io.sparksecrets.pod.RewriteSettings;
import io.sparksecrets.pod.RewriteSettings.JavaOptionDelivery;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.validation.Validation;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The running webhook: admission over HTTPS, health and metrics over HTTP. */
public final class Application {

    private final Configuration configuration;
    private final SecretStore store;
    private final Validation validation;
    private final SecretDelivery delivery;
    private final CertificateAuthority authority;
    private final PrometheusMetrics metrics;
    private final HttpsServer https;
    private final HealthServer health;

    private Application(
            Configuration configuration,
            SecretStore store,
            Validation validation,
            SecretDelivery delivery,
            CertificateAuthority authority,
            PrometheusMetrics metrics,
            HttpsServer https,
            HealthServer health) {
        this.configuration = configuration;
        this.store = store;
        this.validation = validation;
        this.delivery = delivery;
        this.authority = authority;
        this.metrics = metrics;
        this.https = https;
        this.health = health;
    }

    /**
     * Starts the webhook. From now on the store belongs to it.
     *
     * @param nameKey the key of the names of delivery Secrets
     * @param certificates asked when all else is made
     */
    public static Application start(
            Configuration configuration,
            SecretStore store,
            Cluster cluster,
            byte[] nameKey,
            CompletableFuture<ServingCertificates> certificates) {
        RewriteSettings settings = rewriteSettings(configuration.delivery());
        PodRewriter rewriter = new PodRewriter(new DeliveryNames(nameKey), settings);
        AccessPolicy policy = AccessPolicy.of(configuration.policyRules());
        Resolver resolver = new Resolver(List.of(store), store.name(), () -> policy);
        SecretDelivery delivery = new SecretDelivery(cluster);
        Validation validation = new Validation(
                rewriter,
                settings,
                resolver,
                cluster,
                delivery,
                configuration.admission().deadline());
        PrometheusMetrics metrics = new PrometheusMetrics();
        HttpsServer https = new HttpsServer(
                new HttpsServer.Settings(
                        configuration.admission().bindAddress(),
                        configuration.admission().port(),
                        HttpsServer.REQUEST_TIMEOUT,
                        configuration.shutdown().timeout()),
                () -> certificates.join().serving(),
                new AdmissionRoutes(
                        new AdmissionRoutes.Limits(
                                configuration.admission().maxBodyBytes(), HttpsServer.REQUEST_TIMEOUT),
                        new PodMutation(rewriter),
                        validation,
                        metrics.registry()));
        https.start();
        Readiness readiness = new Readiness(List.of(new Readiness.Condition("admission", https::problem)));
        HealthServer health = new HealthServer(
                configuration.health().bindAddress(), configuration.health().port(), readiness, metrics::scrape);
        return new Application(
                configuration, store, validation, delivery, certificates.join().authority(), metrics, https, health);
    }

    /** Where admission is served. */
    public int admissionPort() {
        return https.port();
    }

    /** Where health and metrics are served. */
    public int healthPort() {
        return health.port();
    }

    /** The certificate authority's certificate, which a client of {@link #admissionPort} trusts. */
    public CertificateAuthority authority() {
        return authority;
    }

    /** Stops without losing a request: not ready, wait, drain, then the deliveries that are still to be made. */
    public void stop() {
        https.stop(configuration.shutdown().drainDelay());
        delivery.close();
        validation.close();
        health.close();
        metrics.close();
        store.close();
    }

    private static RewriteSettings rewriteSettings(Configuration.Delivery delivery) {
        return new RewriteSettings(
                switch (delivery.javaArgumentFile()) {
                    case AUTO -> JavaOptionDelivery.AUTO;
                    case ALWAYS -> JavaOptionDelivery.ARGUMENT_FILE;
                    case NEVER -> JavaOptionDelivery.VARIABLE;
                },
                delivery.schedulingGate());
    }
}
