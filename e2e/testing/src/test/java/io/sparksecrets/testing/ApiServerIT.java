package io.sparksecrets.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApiServerIT {

    private static final String SECRETS = "/api/v1/namespaces/default/secrets";

    private static ApiServer server;

    @BeforeAll
    static void start() throws IOException {
        server = RealServer.start(ApiServer::start);
    }

    @AfterAll
    static void end() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void whatWasStoredIsThereAfterAKillAndARestartWithOtherFlags() throws Exception {
        createSecret("kept");

        server.kill();
        assertThatIOException().isThrownBy(() -> get(SECRETS + "/kept"));
        server.restart("--watch-cache=false");

        assertThat(get(SECRETS + "/kept").statusCode()).isEqualTo(200);
    }

    @Test
    void whatWasStoredIsThereAfterAStop() throws Exception {
        createSecret("still-kept");

        server.stop();
        server.restart();

        assertThat(get(SECRETS + "/still-kept").statusCode()).isEqualTo(200);
    }

    @Test
    void whoHasNoRightsIsRefusedByRbac() throws Exception {
        String account = "/api/v1/namespaces/default/serviceaccounts";
        post(account, "{\"metadata\": {\"name\": \"nobody\"}}", 201);
        String answer = post(account + "/nobody/token", "{\"spec\": {\"expirationSeconds\": 600}}", 201);
        String token = answer.replaceFirst("(?s).*\"token\":\\s*\"([^\"]+)\".*", "$1");

        HttpResponse<String> refused = send(HttpRequest.newBuilder(server.url().resolve(SECRETS)), token);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("system:serviceaccount:default:nobody");
    }

    @Test
    void aWatchOfForgottenHistoryIsGone() throws Exception {
        server.restart("--watch-cache=false");
        createSecret("first");
        String version = resourceVersion(get(SECRETS + "/first").body());
        createSecret("second");
        createSecret("third");

        server.forgetHistory();

        assertThat(get(SECRETS + "?watch=true&timeoutSeconds=5&resourceVersion=" + version)
                        .body())
                .contains("\"code\":410");
    }

    @Test
    void whileItIsFrozenNobodyAnswersAndThenItGoesOn() throws Exception {
        server.freeze();
        try (HttpClient client = client()) {
            assertThatIOException()
                    .isThrownBy(() -> client.send(
                            request("/readyz").timeout(Duration.ofSeconds(1)).build(), BodyHandlers.ofString()));
        } finally {
            server.thaw();
        }
        assertThat(get("/readyz").body()).isEqualTo("ok");
    }

    @Test
    void aFlagThatItDoesNotKnowIsAnErrorWithItsWordsAndLeavesNothingBehind() throws Exception {
        List<ProcessHandle> before = ProcessHandle.current().children().toList();

        assertThatIOException()
                .isThrownBy(() -> ApiServer.start("--no-such-flag"))
                .withMessageContaining("kube-apiserver ended with")
                .withMessageContaining("no-such-flag");

        assertThat(ProcessHandle.current().children()).containsExactlyInAnyOrderElementsOf(before);
    }

    private static void createSecret(String name) throws Exception {
        post(SECRETS, "{\"metadata\": {\"name\": \"%s\"}}".formatted(name), 201);
    }

    private static String resourceVersion(String object) {
        return object.replaceFirst("(?s).*\"resourceVersion\":\\s*\"(\\d+)\".*", "$1");
    }

    private static String post(String path, String body, int expected) throws Exception {
        HttpResponse<String> answer = send(
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)),
                adminToken());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
        return answer.body();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(request(path), adminToken());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.url().resolve(path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String token) throws Exception {
        try (HttpClient client = client()) {
            return client.send(
                    request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
        }
    }

    private static HttpClient client() throws IOException {
        return HttpClient.newBuilder()
                .sslContext(Pem.trusting(server.certificateAuthority()))
                .build();
    }

    private static String adminToken() throws IOException {
        Optional<String> token = Files.readAllLines(server.kubeconfig()).stream()
                .filter(line -> line.contains("token: "))
                .findFirst();
        return token.orElseThrow().replaceFirst(".*token: (\\w+).*", "$1");
    }
}
