package io.sparksecrets.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.https.CannotListenException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthServerTest {

    private final AtomicBoolean certificate = new AtomicBoolean(true);
    private final AtomicBoolean draining = new AtomicBoolean();
    private final Readiness readiness = new Readiness(List.of(
            new Readiness.Condition(
                    "certificate", () -> certificate.get() ? Optional.empty() : Optional.of("none is loaded")),
            new Readiness.Condition(
                    "admission server", () -> draining.get() ? Optional.of("draining") : Optional.empty())));
    private final PrometheusMetrics metrics = new PrometheusMetrics();
    private final HealthServer server = new HealthServer("127.0.0.1", 0, readiness, metrics::scrape);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
        metrics.close();
        client.close();
    }

    @Test
    void itIsReadyWhileNoConditionHasAProblem() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).isEqualTo("ok\n");
    }

    @Test
    void itSaysEveryReasonWhyItIsNotReadyAndLivesOn() throws Exception {
        certificate.set(false);
        draining.set(true);

        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body())
                .isEqualTo("not ready\ncertificate: none is loaded\nadmission server: draining\n");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void itIsReadyAgainWhenTheProblemIsGone() throws Exception {
        draining.set(true);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        draining.set(false);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsAreThoseOfTheJvmAndOnesOwnInPrometheusFormat() throws Exception {
        metrics.registry().counter("spark.secrets.tries", "outcome", "good").increment();

        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body())
                .contains(
                        "spark_secrets_tries_total{outcome=\"good\"} 1.0",
                        "jvm_memory_used_bytes{",
                        "process_cpu_usage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/livez/x", "/readyzz", "/admission/mutate"})
    void anotherPathIs404(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void anotherMethodIs405() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(uri("/livez"))
                .POST(BodyPublishers.ofString("x"))
                .build();

        assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    @Test
    void headHasNoBody() throws Exception {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(uri("/readyz")).HEAD().build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aConditionThatFailsIsAProblemThatTellsNoMore() throws Exception {
        Readiness broken = new Readiness(List.of(new Readiness.Condition("store", () -> {
            throw new IllegalStateException("hunter2");
        })));
        try (HealthServer another = new HealthServer("127.0.0.1", 0, broken, () -> "")) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + another.port() + "/readyz"))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("not ready\nstore: cannot be told (IllegalStateException)\n");
        }
    }

    @Test
    void whoHoldsConnectionsKeepsOutNobodyElse() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Socket socket = new Socket();
                silent.add(socket);
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0." + (2 + i % 20)), 0));
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            }

            assertThat(get("/livez").statusCode()).isEqualTo(200);
            assertThat(get("/metrics").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/9\r\n\r\n"})
    void whatIsNoRequestIsRefusedWithoutAWordOfTheServer(String nonsense) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 ")
                    .doesNotContainIgnoringCase("jetty");
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        assertThatThrownBy(() -> new HealthServer("127.0.0.1", server.port(), readiness, () -> ""))
                .isInstanceOf(CannotListenException.class)
                .hasMessageStartingWith("cannot listen on port %d of 127.0.0.1: ".formatted(server.port()));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + server.port() + path);
    }
}
