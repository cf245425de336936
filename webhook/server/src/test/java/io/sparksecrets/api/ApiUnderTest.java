package io.sparksecrets.api;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparksecrets.authorization.AccessReviews;
import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.https.HttpsServer;
import io.sparksecrets.https.KeptConnection;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.store.diagnosis.StoreDiagnosis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The API over HTTPS, and a client that trusts it. */
final class ApiUnderTest implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpsServer server;
    private final SSLContext trust;
    private final HttpClient client;
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final List<String> answers = new CopyOnWriteArrayList<>();

    private ApiUnderTest(
            Configuration configuration,
            StoreOpener stores,
            ClusterConfig cluster,
            AccessReviews reviews,
            Duration silence,
            Ticker ticker) {
        CertificateAuthority authority = CertificateAuthority.create(Instant.now(), Duration.ofDays(1));
        server = new HttpsServer(
                new HttpsServer.Settings("127.0.0.1", 0, silence, Duration.ofSeconds(5)),
                authority.issue(List.of("127.0.0.1"), Instant.now(), Duration.ofHours(1)),
                new ApiRoutes(
                        configuration.stores(),
                        new StoreDiagnosis(stores, cluster, configuration.cluster()),
                        reviews,
                        metrics,
                        ticker));
        server.start();
        trust = KeptConnection.trusting(authority);
        client = HttpClient.newBuilder().sslContext(trust).build();
    }

    static ApiUnderTest start(
            Configuration configuration, StoreOpener stores, ClusterConfig cluster, AccessReviews reviews) {
        return start(configuration, stores, cluster, reviews, HttpsServer.REQUEST_TIMEOUT, Ticker.systemTicker());
    }

    /**
     * Starts it with times of its own.
     *
     * @param silence for how long a request may be silent
     * @param ticker how fast failed logins are forgiven
     */
    static ApiUnderTest start(
            Configuration configuration,
            StoreOpener stores,
            ClusterConfig cluster,
            AccessReviews reviews,
            Duration silence,
            Ticker ticker) {
        return new ApiUnderTest(configuration, stores, cluster, reviews, silence, ticker);
    }

    HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return send("GET", path, "Bearer " + token, BodyPublishers.noBody());
    }

    HttpResponse<String> post(String path, String token, String body) throws IOException, InterruptedException {
        return send("POST", path, "Bearer " + token, BodyPublishers.ofString(body));
    }

    /** @param authorization the header; null for none */
    HttpResponse<String> send(String method, String path, @Nullable String authorization, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:%d%s".formatted(server.port(), path)))
                .timeout(PATIENCE)
                .method(method, body);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        answers.add(answer.headers().map() + answer.body());
        return answer;
    }

    /** Everything that was answered, as text. */
    List<String> answers() {
        return List.copyOf(answers);
    }

    /** A connection for requests that no client would send. */
    KeptConnection connect() throws IOException {
        return KeptConnection.open(trust, server.port());
    }

    /** How often an operation was answered with a status. */
    long count(String operation, int status) {
        return metrics.get("spark.secrets.api.requests")
                .tag("operation", operation)
                .tag("status", String.valueOf(status))
                .timer()
                .count();
    }

    @Override
    public void close() {
        client.close();
        server.stop(Duration.ZERO);
    }
}
