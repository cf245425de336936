package io.sparksecrets.store.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no Vault for tests has: namespaces, which are Vault Enterprise's and OpenBao's, and answers that come late to the moment. */
@SuppressWarnings("NullAway.Init")
class VaultRequestsTest {

    private HttpServer server;
    private URI endpoint;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Map<String, Duration> pauses = Map.of();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        server.createContext("/", exchange -> {
            requests.add("%s %s namespace=%s token=%s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            Objects.requireNonNullElse(
                                    exchange.getRequestHeaders().getFirst("X-Vault-Namespace"), "-"),
                            Objects.requireNonNullElse(
                                    exchange.getRequestHeaders().getFirst("X-Vault-Token"), "-")));
            pause(exchange.getRequestURI().getPath());
            byte[] answer = answer(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getPath())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        stopped.countDown();
        server.stop(0);
    }

    private void pause(String path) {
        pauses.forEach((part, pause) -> {
            try {
                if (path.contains(part) && !stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    requests.add("answered late");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static String answer(String method, String path) {
        if (path.contains("lookup-self")) {
            return "{\"data\": {\"ttl\": 0, \"renewable\": false}}";
        }
        if (path.contains("/ui/mounts/")) {
            return "{\"data\": {\"path\": \"kv/\", \"type\": \"kv\", \"options\": {\"version\": \"2\"}}}";
        }
        if (method.equals("GET") && path.contains("/metadata/")) {
            return "{\"data\": {\"current_version\": 0, \"versions\": {}}}";
        }
        return "{\"data\": {\"version\": 1, \"created_time\": \"2026-01-01T00:00:00Z\", \"data\": {\"value\": \"x\"},"
                + " \"metadata\": {\"version\": 1}}}";
    }

    @Test
    void theNamespaceGoesWithEveryRequestButTheOneForTheStateOfTheServer() {
        try (SecretStore store = Settings.of(endpoint, "/v1/kv/data/team", "t0ken")
                .namespace("admin/spark")
                .open()) {
            store.read(List.of(ReadRequest.newest("KEY")));
            store.write("KEY", SecretValue.of("x"), OptionalLong.empty(), "ann");
            requests.removeIf(request -> !request.contains("namespace=admin/spark token=t0ken"));

            assertThat(requests)
                    .extracting(request -> request.replaceFirst(" namespace.*", ""))
                    .containsExactly(
                            "GET /v1/auth/token/lookup-self",
                            "GET /v1/sys/internal/ui/mounts/kv/data/team",
                            "GET /v1/kv/data/team/KEY",
                            "GET /v1/kv/metadata/team/KEY",
                            "POST /v1/kv/data/team/KEY",
                            "PATCH /v1/kv/metadata/team/KEY");

            requests.clear();
            store.health();

            assertThat(requests).contains("GET /v1/sys/health?standbyok=true&perfstandbyok=true namespace=- token=-");
        }
    }

    @Test
    void theFirstAnswerMayTakeLongerBecauseThisProcessTakesTimeToBeginAndLaterOnesMayNot() {
        pauses = Map.of("lookup-self", Duration.ofMillis(2500), "/kv/data/team/KEY", Duration.ofMinutes(1));
        ReadRequest request = ReadRequest.newest("KEY");

        try (SecretStore store = Settings.of(endpoint, "/v1/kv/data/team", "t0ken")
                .readTimeout(Duration.ofSeconds(2))
                .open()) {
            assertThat(requests).contains("answered late");

            assertThat(store.read(List.of(request)).get(request))
                    .isInstanceOfSatisfying(
                            ReadResult.Unavailable.class,
                            unavailable -> assertThat(unavailable.why()).contains("did not answer within 2 s"));
        }
    }

    @Test
    void withoutANamespaceThereIsNoHeader() {
        try (SecretStore store =
                Settings.of(endpoint, "/v1/kv/data/team", "t0ken").open()) {
            store.read(List.of(ReadRequest.newest("KEY")));
        }

        assertThat(requests)
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request).contains("namespace=-"));
    }

    @Test
    void anEndpointMayHaveASlashAtItsEnd() {
        try (SecretStore store =
                Settings.of(endpoint.resolve("/"), "/v1/kv/data/team", "t0ken").open()) {
            store.write("KEY", SecretValue.of("x"), OptionalLong.empty(), "ann");
        }

        assertThat(requests)
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request).contains(" /v1/"));
    }
}
