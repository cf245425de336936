package io.sparksecrets.https;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.util.JavalinBindException;
import io.sparksecrets.certs.ServingCertificate;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.server.LowResourceMonitor;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Serves routes over HTTPS, each request on a virtual thread.
 *
 * <p>HTTP/1.1 with kept connections; the API server asks webhooks for nothing newer, so that its load spreads over the replicas.
 */
public final class HttpsServer {

    /** How long a request may be silent once it has begun, unless something else is set. */
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /**
     * How the server listens.
     *
     * @param address on which address of this host; {@code 0.0.0.0} for all
     * @param port where; 0 for any that is free
     * @param requestTimeout how long a request may be silent once it has begun
     * @param stopTimeout how long {@link #stop} waits for requests that are being answered
     * @param limits what clients may do with connections
     */
    public record Settings(
            String address, int port, Duration requestTimeout, Duration stopTimeout, ConnectionLimits limits) {

        /** With limits that suit requests of a few seconds. */
        public Settings(String address, int port, Duration requestTimeout, Duration stopTimeout) {
            this(address, port, requestTimeout, stopTimeout, ConnectionLimits.forApiServers(Duration.ofSeconds(30)));
        }

        /** On all addresses; 5 s and 10 s. */
        public static Settings onPort(int port) {
            return new Settings("0.0.0.0", port, REQUEST_TIMEOUT, Duration.ofSeconds(10));
        }
    }

    private enum State {
        NEW,
        SERVING,
        DRAINING,
        STOPPED
    }

    private final Settings settings;
    private final TlsConnector tls;
    private final Javalin javalin;
    private volatile State state = State.NEW;

    /** A server that listens from {@link #start} on. */
    public HttpsServer(Settings settings, ServingCertificate certificate, Consumer<RoutesConfig> routes) {
        this(settings, () -> certificate, routes);
    }

    /** The same with a certificate that is asked for at {@link #start}, so that it can be made meanwhile. */
    public HttpsServer(Settings settings, Supplier<ServingCertificate> certificate, Consumer<RoutesConfig> routes) {
        this(settings, certificate, Optional.empty(), routes);
    }

    /** The same for those clients alone. */
    public HttpsServer(
            Settings settings,
            Supplier<ServingCertificate> certificate,
            Optional<ClientTrust> clients,
            Consumer<RoutesConfig> routes) {
        this.settings = settings;
        tls = new TlsConnector(certificate, clients);
        javalin = Javalin.create(config -> {
            configure(config);
            routes.accept(config.routes);
        });
    }

    /**
     * Listens from now on.
     *
     * @throws CannotListenException when its port cannot be opened
     */
    public void start() {
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new CannotListenException(settings.address(), settings.port(), e);
        }
        state = State.SERVING;
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Serves new connections with another certificate; those that are open stay open. */
    public void reload(ServingCertificate certificate) {
        tls.reload(certificate);
    }

    /** What keeps it from serving, for the readiness probe; empty while it serves. */
    public Optional<String> problem() {
        return switch (state) {
            case NEW -> Optional.of("not listening yet");
            case SERVING -> Optional.empty();
            case DRAINING -> Optional.of("draining");
            case STOPPED -> Optional.of("stopped");
        };
    }

    /**
     * Stops without losing a request. From now on {@link #problem()} says draining and every answer closes its connection, so
     * that clients move to another replica; after the delay no connection is accepted any more, and what is being answered is
     * answered.
     *
     * @param drainDelay how long the cluster takes to learn that this replica is not ready; an interrupt cuts it short
     */
    public void stop(Duration drainDelay) {
        state = State.DRAINING;
        boolean hurried = false;
        try {
            Thread.sleep(drainDelay);
        } catch (InterruptedException e) {
            hurried = true;
        }
        javalin.stop();
        state = State.STOPPED;
        if (hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.jetty.modifyServer(this::configure);
        config.jetty.addConnector((server, http) -> {
            http.setIdleTimeout(settings.requestTimeout().toMillis());
            ServerConnector connector = tls.connector(server, http);
            connector.setHost(settings.address());
            connector.setPort(settings.port());
            ConnectionGuard.guard(server, connector, settings.limits());
            return connector;
        });
    }

    private void configure(Server server) {
        server.setStopTimeout(settings.stopTimeout().toMillis());
        // It polls threads once a second and shortens timeouts; there is no pool here that could run low.
        server.removeBean(server.getBean(LowResourceMonitor.class));
        server.insertHandler(new DrainHandler(() -> state == State.DRAINING));
    }
}
