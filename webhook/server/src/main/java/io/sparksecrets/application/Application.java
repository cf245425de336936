package io.sparksecrets.application;

import com.github.benmanes.caffeine.cache.Ticker;
import io.sparksecrets.access.AccessPolicy;
import io.sparksecrets.admission.AdmissionRoutes;
import io.sparksecrets.api.ApiRoutes;
import io.sparksecrets.authorization.AccessReviews;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.SharedDelivery;
import io.sparksecrets.health.HealthServer;
import io.sparksecrets.health.PrometheusMetrics;
import io.sparksecrets.health.Readiness;
import io.sparksecrets.https.ConnectionLimits;
import io.sparksecrets.https.HttpsServer;
import io.sparksecrets.kubernetes.InstallationException;
import io.sparksecrets.kubernetes.Loop;
import io.sparksecrets.mutation.PodMutation;
import io.sparksecrets.pod.delivery.DeliveryNames;
import io.sparksecrets.pod.rewrite.PodRewriter;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import io.sparksecrets.reference.LeasedStores;
import io.sparksecrets.resolution.Leases;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.store.Deadlines;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.cache.CachingSecretStore;
import io.sparksecrets.store.diagnosis.StoreDiagnosis;
import io.sparksecrets.validation.ListedNamespaces;
import io.sparksecrets.validation.Validation;
import io.sparksecrets.waiting.FailedDeliveries;
import io.sparksecrets.waiting.PendingDeliveries;
import io.sparksecrets.waiting.StoredPodDelivery;
import io.sparksecrets.waiting.WaitingPodsWatch;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The running webhook: admission and the API over HTTPS, health and metrics over HTTP. */
public final class Application {

    /** The API server gives up long before. */
    private static final Duration ADMISSION_REQUEST = Duration.ofSeconds(30);

    /** A test of a store waits for many timeouts. */
    private static final Duration API_REQUEST = Duration.ofMinutes(5);

    private final Configuration configuration;
    private final List<SecretStore> stores;
    private final Cluster cluster;
    private final Installation installation;
    private final PrometheusMetrics metrics = new PrometheusMetrics();
    private final HttpsServers https;
    private final Optional<Api> api;
    private final HealthServer health;
    private volatile List<AutoCloseable> working = List.of();

    /**
     * What the API needs beside the configuration.
     *
     * @param reviews who may do what
     */
    public record Api(StoreDiagnosis diagnosis, AccessReviews reviews) {}

    private Application(
            Configuration configuration,
            Collection<? extends SecretStore> stores,
            Cluster cluster,
            Installation installation,
            Optional<Api> api) {
        this.configuration = configuration;
        // Before any of them is opened, so that no change of one is missed.
        this.stores = stores.stream().<SecretStore>map(this::cached).toList();
        this.cluster = cluster;
        this.installation = installation;
        this.api = api;
        https = new HttpsServers(
                installation.certificates(),
                new CertificateMetrics(metrics.registry(), installation.certificates(), Clock.systemUTC()));
        Readiness readiness = new Readiness(List.of(
                new Readiness.Condition("name key", installation::nameKeyProblem),
                new Readiness.Condition("https", https::problem)));
        health = new HealthServer(
                configuration.health().bindAddress(), configuration.health().port(), readiness, metrics::scrape);
    }

    /**
     * Starts the webhook; it serves as soon as key and certificate are there, which may be before this returns. From now on stores
     * and installation belong to it.
     *
     * @param stores those of the configuration, the default one first
     * @param api for the API that the configuration may want
     */
    public static Application start(
            Configuration configuration,
            Collection<? extends SecretStore> stores,
            Cluster cluster,
            Installation installation,
            Api api) {
        return start(configuration, stores, cluster, installation, Optional.of(api));
    }

    /** The same without an API, whatever the configuration wants. */
    public static Application start(
            Configuration configuration,
            Collection<? extends SecretStore> stores,
            Cluster cluster,
            Installation installation) {
        return start(configuration, stores, cluster, installation, Optional.empty());
    }

    private static Application start(
            Configuration configuration,
            Collection<? extends SecretStore> stores,
            Cluster cluster,
            Installation installation,
            Optional<Api> api) {
        // Before anything is opened: a rule that is wrong ends the start.
        AccessPolicy policy = AccessPolicy.of(configuration.policyRules());
        Application application = new Application(configuration, stores, cluster, installation, api);
        installation.nameKey().thenAccept(key -> application.serve(key, policy)).exceptionally(application::failed);
        return application;
    }

    /** Waits a little longer than the answer may take, so that it is the answer that says which store was slow. */
    private CachingSecretStore cached(SecretStore store) {
        Duration longestWait = Deadlines.ofSharedRead(configuration.admission().deadline());
        return new CachingSecretStore(store, configuration.cache(), longestWait, metrics.registry());
    }

    private void serve(byte[] nameKey, AccessPolicy policy) {
        LeasedStores leased = configuration.leasedStores();
        RewriteSettings settings = configuration.rewriteSettings();
        PodRewriter rewriter = new PodRewriter(new DeliveryNames(nameKey), settings);
        Resolver resolver = new Resolver(
                stores,
                stores.getFirst().name(),
                () -> policy,
                new Leases(leased, configuration.delivery().leasedExecutors()));
        Duration deadline = configuration.admission().deadline();
        ListedNamespaces namespaces = new ListedNamespaces(
                cluster, configuration.admission().namespaceLabelValue(), neverOptedIn(), Ticker.systemTicker());
        FailedDeliveries failures = new FailedDeliveries(cluster, Clock.systemUTC());
        PendingDeliveries deliveries = new PendingDeliveries(
                new StoredPodDelivery(rewriter, settings, resolver, cluster, namespaces, deadline),
                failures,
                metrics.registry());
        WaitingPodsWatch watch = new WaitingPodsWatch(
                cluster, deliveries, failures, configuration.delivery().namespaces(), installation::isOurTurn);
        Validation validation = new Validation(
                rewriter, settings, resolver, cluster, namespaces, new SharedDelivery(cluster), deliveries, deadline);
        Loop listing = loop("namespaces that take part", namespaces::list);
        Loop looking = loop("pods that wait for their values", watch::look);
        working = List.of(looking, watch, deliveries, validation, listing);
        listing.start();
        looking.start();
        List<HttpsServers.Served> served = new ArrayList<>();
        served.add(new HttpsServers.Served(
                settings(
                        configuration.admission().bindAddress(),
                        configuration.admission().port(),
                        ADMISSION_REQUEST),
                configuration.admission().clients(),
                new AdmissionRoutes(
                        new AdmissionRoutes.Limits(
                                configuration.admission().maxBodyBytes(), HttpsServer.REQUEST_TIMEOUT),
                        new PodMutation(rewriter),
                        validation,
                        metrics.registry())));
        configuration
                .api()
                .ifPresent(where -> api.ifPresent(parts -> served.add(new HttpsServers.Served(
                        settings(where.bindAddress(), where.port(), API_REQUEST),
                        Optional.empty(),
                        new ApiRoutes(
                                configuration.stores(), parts.diagnosis(), parts.reviews(), metrics.registry())))));
        https.start(served);
    }

    private static Loop loop(String task, Supplier<Duration> step) {
        return new Loop(task, () -> {
            try {
                return step.get();
            } catch (ClusterException e) {
                throw new InstallationException(e.getMessage());
            }
        });
    }

    /** Namespaces in which a webhook that fails would keep the cluster itself from mending, and its own. */
    private Set<String> neverOptedIn() {
        Set<String> excluded = new HashSet<>(Set.of("kube-system", "kube-node-lease"));
        configuration.cluster().namespace().or(installation::namespace).ifPresent(excluded::add);
        return excluded;
    }

    private HttpsServer.Settings settings(String bindAddress, int port, Duration request) {
        return new HttpsServer.Settings(
                bindAddress,
                port,
                HttpsServer.REQUEST_TIMEOUT,
                configuration.shutdown().timeout(),
                ConnectionLimits.forApiServers(request));
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new IllegalStateException("not closed: " + e.getClass().getName());
        }
    }

    private @Nullable Void failed(Throwable failure) {
        https.serving().completeExceptionally(failure instanceof CompletionException ? failure.getCause() : failure);
        return null;
    }

    /** Done when admission and the API are served; failed when one of them cannot be. */
    public CompletableFuture<?> serving() {
        return https.serving();
    }

    /** Where admission is served; waits until it is. */
    public int admissionPort() {
        return https.serving().join().getFirst().port();
    }

    /** Where the API is served, if it is; waits until then. */
    public OptionalInt apiPort() {
        return https.serving().join().stream()
                .skip(1)
                .mapToInt(HttpsServer::port)
                .findFirst();
    }

    /** Where health and metrics are served. */
    public int healthPort() {
        return health.port();
    }

    /** Stops without losing a request: not ready, wait, drain, then the deliveries that are still to be made. */
    public void stop() {
        https.stop(configuration.shutdown().drainDelay());
        working.forEach(Application::close);
        installation.close();
        health.close();
        metrics.close();
        stores.forEach(SecretStore::close);
    }
}
