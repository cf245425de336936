package io.sparksecrets.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.authorization.AccessReviewException;
import io.sparksecrets.authorization.AccessReviews;
import io.sparksecrets.authorization.Caller;
import io.sparksecrets.authorization.Permission;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.https.KeptConnection;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.store.database.EmbeddedDatabase;
import io.sparksecrets.testing.CapturedLog;
import io.sparksecrets.testing.Waiting;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the API answers, with an embedded store; who may do what is decided here, and by a real API server in another test. */
@SuppressWarnings("NullAway.Init")
class ApiRoutesTest {

    private static final String ALICE = "token-of-alice";
    private static final String TEST = "/api/v1/stores/database/test";

    @TempDir
    Path directory;

    private final Reviews reviews = new Reviews();
    private final CapturedLog log = new CapturedLog();
    private volatile CountDownLatch opens = new CountDownLatch(0);
    private ApiUnderTest api;

    @BeforeEach
    void start() throws Exception {
        api = start(Duration.ofSeconds(5));
    }

    private ApiUnderTest start(Duration silence) throws Exception {
        Path file = Files.writeString(directory.resolve("config.yaml"), """
                dataDirectory: %s
                stores:
                  vault:
                    type: vault
                    vaultSettings: {endpoint: "http://vault.invalid:8200", path: /v1/secret/data/team, token: hunter2}
                """.formatted(directory.resolve("data")));
        Configuration configuration = ConfigurationReader.read(file, Map.of(), Map.of(), access -> Optional.empty());
        return ApiUnderTest.start(configuration, opener(), access -> Optional.empty(), reviews, silence, () -> 0);
    }

    @AfterEach
    void stop() {
        api.close();
        log.close();
        assertThat(Stream.concat(log.linesWithout("org.eclipse.jetty"), api.answers().stream()))
                .as("neither a token of a caller nor one of a store is in the log or in an answer")
                .noneMatch(line -> line.contains(ALICE) || line.contains("hunter2"));
    }

    private StoreOpener opener() {
        return (where, within) -> {
            try {
                opens.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return EmbeddedDatabase.open(directory.resolve("data"));
        };
    }

    @Test
    void theStoresAreListedWithoutTheirCredentials() throws Exception {
        reviews.allow("list stores");

        HttpResponse<String> answer = api.get("/api/v1/stores", ALICE);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(json(answer).toString())
                .isEqualTo(
                        ("[{\"name\":\"database\",\"type\":\"database\",\"place\":\"embedded database in %s\",\"default\":true},"
                                        + "{\"name\":\"vault\",\"type\":\"vault\",\"place\":\"Vault at http://vault.invalid:8200, /v1/secret/data/team\",\"default\":false}]")
                                .formatted(directory.resolve("data")));
        assertThat(api.count("stores", 200)).isOne();
    }

    @Test
    void aStoreThatWorksPassesItsTest() throws Exception {
        reviews.allow("create stores/test database");

        JsonNode answer = json(api.post(TEST, ALICE, ""));

        assertThat(answer.path("name").asString()).isEqualTo("database");
        assertThat(answer.path("passed").booleanValue()).isTrue();
        assertThat(answer.path("steps").findValuesAsString("step"))
                .containsExactly("name resolution", "connection", "TLS", "authentication", "list", "read");
        assertThat(answer.path("steps").findValuesAsString("result"))
                .containsExactly("skipped", "skipped", "skipped", "passed", "passed", "passed");
    }

    @Test
    void theProbeIsWrittenWhereThatIsWanted() throws Exception {
        reviews.allow("create stores/test database");

        JsonNode answer = json(api.post(TEST, ALICE, "{\"write\": true}"));

        assertThat(answer.path("steps").get(6).toString())
                .isEqualTo("{\"step\":\"write\",\"result\":\"passed\",\"detail\":\"the secret spark-secrets-probe was"
                        + " written, read back and deleted\",\"hint\":\"\"}");
        try (SecretStore store = EmbeddedDatabase.open(directory.resolve("data"))) {
            assertThat(store.list("", "", 10)).isEmpty();
        }
    }

    @Test
    void aStoreThatDoesNotPassIsAnAnswerTooAndSaysWhatToDo() throws Exception {
        reviews.allow("create stores/test vault");

        HttpResponse<String> answer = api.post("/api/v1/stores/vault/test", ALICE, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("passed").booleanValue()).isFalse();
        JsonNode first = json(answer).path("steps").get(0);
        assertThat(first.path("detail").asString()).isEqualTo("vault.invalid is not known");
        assertThat(first.path("hint").asString()).contains("check the spelling of the host name");
    }

    @Test
    void withoutATokenItIsSaidHowToSendOne() throws Exception {
        HttpResponse<String> answer = api.send("GET", "/api/v1/stores", null, BodyPublishers.noBody());

        assertProblem(answer, 401, "send the header Authorization: Bearer TOKEN, with a token of Kubernetes");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"spark-secrets\"");
        assertThat(reviews.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer a b", "Bearer \u00e9", "token-of-alice", "Bearer a,b"})
    void whatIsNoBearerTokenIsNotSentToKubernetes(String authorization) throws Exception {
        assertThat(api.send("GET", "/api/v1/stores", authorization, BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(401);
        assertThat(reviews.asked).isEmpty();
    }

    @Test
    void aTokenThatKubernetesDoesNotKnowIsRefused() throws Exception {
        assertProblem(
                api.get("/api/v1/stores", "something"),
                401,
                "Kubernetes does not accept the token: it has expired, was taken back, or is of another cluster");
    }

    @Test
    void whoSendsManyTokensThatAreNotAcceptedIsToldToWaitAndKubernetesIsNotAsked() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(api.get("/api/v1/stores", "made-up-" + i).statusCode()).isEqualTo(401);
        }
        int before = reviews.asked.size();
        HttpResponse<String> refused = api.get("/api/v1/stores", "made-up");

        assertProblem(
                refused,
                429,
                "Kubernetes did not accept too many tokens from your address in a short time; check the token that is sent,"
                        + " and try again in a few seconds");
        assertThat(refused.headers().firstValue("Retry-After")).contains("5");
        assertThat(api.post(TEST, "made-up", "").statusCode())
                .as("another path")
                .isEqualTo(429);
        assertThat(reviews.asked).hasSize(before);
    }

    @Test
    void whoWasKnownAMomentAgoIsStillAskedForHoweverManyOtherTokensAreNotAccepted() throws Exception {
        reviews.allow("list stores");
        assertThat(api.get("/api/v1/stores", ALICE).statusCode()).isEqualTo(200);
        for (int i = 0; i < 20; i++) {
            api.get("/api/v1/stores", "made-up-" + i);
        }
        assertThat(api.get("/api/v1/stores", "made-up").statusCode()).isEqualTo(429);

        assertThat(api.get("/api/v1/stores", ALICE).statusCode()).isEqualTo(200);
        reviews.expired = true;
        assertThat(api.get("/api/v1/stores", ALICE).statusCode())
                .as("no decision is remembered")
                .isEqualTo(401);
        assertThat(api.get("/api/v1/stores", ALICE).statusCode()).isEqualTo(429);
    }

    @Test
    void whoMayNotIsToldSoBeforeHeLearnsWhichStoresThereAre() throws Exception {
        assertProblem(
                api.post("/api/v1/stores/nothing/test", ALICE, ""), 403, "alice may not create stores/test nothing");
        assertProblem(api.get("/api/v1/stores", ALICE), 403, "alice may not list stores");
        assertThat(api.count("stores/test", 403)).isOne();
    }

    @Test
    void aStoreThatThereIsNotIsNamedWithThoseThatThereAre() throws Exception {
        reviews.allow("create stores/test vaul");
        reviews.allow("create stores/test x");

        assertProblem(
                api.post("/api/v1/stores/vaul/test", ALICE, ""),
                404,
                "there is no store \"vaul\"; did you mean \"vault\"?");
        assertProblem(
                api.post("/api/v1/stores/x/test", ALICE, ""),
                404,
                "there is no store \"x\"; the stores are database, vault");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nonsense", "{", "[]", "true", "{}", "{\"write\": 1}", "{\"write\": true, \"more\": 1}", "\u0000"
            })
    void aBodyThatIsNotUnderstoodIsRefused(String body) throws Exception {
        reviews.allow("create stores/test database");

        assertProblem(
                api.post(TEST, ALICE, body), 400, "the body must be empty, {\"write\": true} or {\"write\": false}");
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws Exception {
        reviews.allow("create stores/test database");

        assertProblem(api.post(TEST, ALICE, " ".repeat(2000)), 413, "the body is longer than 1024 bytes");
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedFor() throws Exception {
        reviews.allow("create stores/test database");
        try (ApiUnderTest hasty = start(Duration.ofMillis(300));
                KeptConnection connection = hasty.connect()) {
            connection.send("POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 9\r\n\r\n"
                    .formatted(TEST, ALICE));

            assertThat(connection.read().body()).contains("the body did not come in full, or not in time");
        }
    }

    @Test
    void whatACallerSendsCannotMakeALineOfTheLog() throws Exception {
        api.post("/api/v1/stores/a%0AERROR%1B/test", ALICE, "");

        assertThat(log.lines().filter(line -> line.startsWith("API request")))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("object=\"a?ERROR?\"", "a?ERROR?\"]")
                        .doesNotContain("\n", "\u001b"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/nothing,404",
        "GET,/,404",
        "GET,/admission/validate,404",
        "PUT,/api/v1/stores,405",
        "GET,/api/v1/stores/database/test,405"
    })
    void aPathOrAMethodThatThereIsNotIsAnsweredWithThoseThatThereAre(String method, String path, int status)
            throws Exception {
        assertProblem(
                api.send(method, path, "Bearer " + ALICE, BodyPublishers.noBody()),
                status,
                "there are GET /api/v1/stores and POST /api/v1/stores/NAME/test");
    }

    @Test
    void kubernetesThatCannotBeAskedIsUnavailable() throws Exception {
        reviews.down = true;

        assertProblem(api.get("/api/v1/stores", ALICE), 503, "the API server cannot be reached; try again");
    }

    @Test
    void aDefectTellsTheCallerOnlyWhereTheLogHasMore() throws Exception {
        reviews.broken = true;

        HttpResponse<String> answer = api.get("/api/v1/stores", ALICE);

        assertThat(answer.statusCode()).isEqualTo(500);
        String detail = json(answer).path("detail").asString();
        assertThat(detail).startsWith("internal error of Spark Secrets; its log has more under ");
        String id = detail.substring(detail.lastIndexOf(' ') + 1);
        assertThat(log.lines()).anyMatch(line -> line.contains("the API failed, defect " + id));
    }

    @Test
    void noMoreThanTwoTestsAreUnderWayAtOnce() throws Exception {
        reviews.allow("create stores/test database");
        opens = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                answers.add(callers.submit(() -> api.post(TEST, ALICE, "")));
            }
            Waiting.until(
                    "an answer", Duration.ofMinutes(1), () -> answers.stream().anyMatch(Future::isDone));
            HttpResponse<String> refused = answers.stream()
                    .filter(Future::isDone)
                    .map(Future::resultNow)
                    .findFirst()
                    .orElseThrow();
            assertThat(refused.headers().firstValue("Retry-After")).contains("5");
            assertProblem(refused, 429, "2 tests of stores are under way; try again when one is done");
            opens.countDown();
            for (Future<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isIn(200, 429);
            }
        }
        assertThat(api.post(TEST, ALICE, "").statusCode()).isEqualTo(200);
    }

    @Test
    void aTestMayTakeLongerThanARequestMayBeSilent() throws Exception {
        reviews.allow("create stores/test database");
        try (ApiUnderTest hasty = start(Duration.ofMillis(300));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            opens = new CountDownLatch(1);
            Future<HttpResponse<String>> answer = callers.submit(() -> hasty.post(TEST, ALICE, ""));
            Thread.sleep(1500);
            opens.countDown();

            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theLogTellsWhoDidWhatAndWhatCameOfIt() throws Exception {
        reviews.allow("create stores/test database");

        api.post(TEST, ALICE, "");
        api.get("/api/v1/stores", ALICE);

        assertThat(log.lines().filter(line -> line.startsWith("API request")))
                .anyMatch(line -> line.contains("operation=\"stores/test\"")
                        && line.contains("caller=\"alice\"")
                        && line.contains("object=\"database\"")
                        && line.contains("status=\"200\""))
                .anyMatch(line -> line.contains("operation=\"stores\"")
                        && line.contains("status=\"403\"")
                        && line.contains("why=\"alice may not list stores\""));
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).path("status").intValue()).isEqualTo(status);
        assertThat(json(answer).path("detail").asString()).isEqualTo(detail);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    /** Knows Alice, who may do what she was allowed. */
    private static final class Reviews implements AccessReviews {

        private final Set<String> allowed = new HashSet<>();
        private final List<String> asked = new ArrayList<>();
        private volatile boolean down;
        private volatile boolean broken;
        private volatile boolean expired;

        void allow(String permission) {
            allowed.add(permission);
        }

        @Override
        public Optional<Caller> authenticate(SecretValue token) {
            asked.add("who");
            if (down) {
                throw new AccessReviewException("the API server cannot be reached; try again");
            }
            if (broken) {
                throw new IllegalStateException("what " + token.reveal() + " did");
            }
            return token.reveal().equals(ALICE) && !expired
                    ? Optional.of(new Caller("alice", "", List.of(), Map.of()))
                    : Optional.empty();
        }

        @Override
        public Optional<String> refusal(Caller caller, Permission permission) {
            String text = "%s %s %s"
                    .formatted(permission.verb(), permission.resource(), permission.name())
                    .strip();
            return allowed.contains(text) ? Optional.empty() : Optional.of(caller.username() + " may not " + text);
        }
    }
}
