package io.sparksecrets.admission;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.https.HttpsServer;
import io.sparksecrets.https.KeptConnection;
import io.sparksecrets.https.KeptConnection.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AdmissionRoutesTest {

    private static final int MAX_BODY = 100_000;
    private static final String SECRET = "hunter2-is-the-password";

    private final CertificateAuthority authority = CertificateAuthority.create(Instant.now(), Duration.ofDays(2));
    private final SSLContext trust = KeptConnection.trusting(authority);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            super.append(event);
        }
    };
    private final Logger logger = (Logger) LoggerFactory.getLogger(AdmissionEndpoint.class);
    private volatile AdmissionHandler mutate = request -> AdmissionResponse.allowed();
    private volatile AdmissionHandler validate = request -> AdmissionResponse.allowed();
    private final ReviewMemory memory = new ReviewMemory(1 << 20, 1 << 24, 1, Duration.ofMillis(100));
    private final HttpsServer server = new HttpsServer(
            new HttpsServer.Settings("127.0.0.1", 0, Duration.ofSeconds(1), Duration.ofSeconds(10)),
            authority.issue(List.of("localhost"), Instant.now(), Duration.ofDays(1)),
            new AdmissionRoutes(
                    new AdmissionRoutes.Limits(MAX_BODY, Duration.ofMillis(700)),
                    request -> mutate.handle(request),
                    request -> validate.handle(request),
                    registry,
                    memory));

    @BeforeEach
    void start() {
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(Duration.ZERO);
        logger.detachAppender(logged);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    @Test
    void eachPathHasItsOwnHandlerAndTheAnswerRepeatsTheUid() throws Exception {
        mutate = request -> AdmissionResponse.patched(Reviews.bytes("[{\"op\":\"remove\",\"path\":\"/a\"}]"));
        validate = request -> AdmissionResponse.denied("no secret for pod " + request.name());

        try (KeptConnection connection = connect()) {
            Answer mutated = connection.post("/admission/mutate", Reviews.pod());
            Answer validated = connection.post("/admission/validate", Reviews.pod());

            assertThat(mutated.status()).isEqualTo(200);
            assertThat(mutated.headers()).containsEntry("content-type", "application/json");
            assertThat(response(mutated).get("uid").stringValue()).isEqualTo("u-1");
            assertThat(response(mutated).has("patch")).isTrue();
            assertThat(validated.status()).isEqualTo(200);
            assertThat(response(validated).at("/status/message").stringValue()).isEqualTo("no secret for pod driver");
            assertThat(validated.closes()).as("the connection is kept").isFalse();
        }
    }

    @Test
    void whoHasBeenToldTooMuchHearsNoMoreForAMomentAndNothingIsDecided() throws Exception {
        AtomicInteger names = new AtomicInteger();
        validate = request -> AdmissionResponse.denied(Stream.generate(names::incrementAndGet)
                .limit(600)
                .map(name -> "\n - secret %d: not found".formatted(name))
                .collect(Collectors.joining("", "refused:", "")));

        try (KeptConnection connection = connect()) {
            for (int i = 0; i < 2; i++) {
                assertThat(response(connection.post("/admission/validate", Reviews.pod()))
                                .at("/status/code")
                                .asInt())
                        .isEqualTo(403);
            }
            validate = request -> {
                throw new AssertionError("nobody asks");
            };
            JsonNode third = response(connection.post("/admission/validate", Reviews.pod()));

            assertThat(third.at("/status/code").asInt()).isEqualTo(503);
            assertThat(third.at("/status/message").asString())
                    .contains("refused too much")
                    .contains("try again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"})
    void jsonIsReadWhateverItsParameters(String contentType) throws Exception {
        try (KeptConnection connection = connect()) {
            assertThat(connection
                            .post("/admission/mutate", contentType, Reviews.pod())
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/jsonp", "application/x-www-form-urlencoded", "json"})
    void anotherContentTypeIs415(String contentType) throws Exception {
        try (KeptConnection connection = connect()) {
            Answer answer = connection.post("/admission/mutate", contentType, Reviews.pod());

            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.body()).isEqualTo("expected Content-Type: application/json");
            assertThat(connection.post("/admission/mutate", Reviews.pod()).status())
                    .as("on the same connection")
                    .isEqualTo(200);
        }
    }

    @Test
    void noContentTypeIs415() throws Exception {
        try (KeptConnection connection = connect()) {
            connection.send("POST /admission/mutate HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");

            assertThat(connection.read().status()).isEqualTo(415);
        }
    }

    @Test
    void aReviewForWhichThereIsNoMemoryIs503AndTheConnectionGoesOn() throws Exception {
        mutate = request -> AdmissionResponse.allowed();
        byte[] huge = Reviews.podWith("\"metadata\":{", "\"spec\":\"" + "x".repeat(80_000) + "\",\"metadata\":{");
        try (ReviewMemory.Reservation another = memory.reserve(huge.length);
                KeptConnection connection = connect()) {
            another.atLeast(1 << 30);

            Answer answer = connection.post("/admission/mutate", huge);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("retry-after", "1");
            assertThat(answer.body())
                    .isEqualTo("this replica is reading as many reviews as its memory allows; try again");
            assertThat(connection.post("/admission/mutate", Reviews.pod()).status())
                    .as("a short one on the same connection")
                    .isEqualTo(200);
            another.atMost(0);
            assertThat(connection.post("/admission/mutate", huge).status())
                    .as("the same again, when there is memory")
                    .isEqualTo(200);
        }
        assertThat(count("mutate", "overloaded")).isEqualTo(1);
    }

    @Test
    void aReviewThatIsNoneIs400WithTheReasonAndTheConnectionGoesOn() throws Exception {
        try (KeptConnection connection = connect()) {
            Answer bad = connection.post("/admission/mutate", Reviews.podWith("\"uid\":\"u-1\",", ""));
            Answer good = connection.post("/admission/mutate", Reviews.pod());

            assertThat(bad.status()).isEqualTo(400);
            assertThat(bad.body()).isEqualTo("request.uid is missing");
            assertThat(bad.headers()).containsEntry("content-type", "text/plain;charset=utf-8");
            assertThat(good.status()).isEqualTo(200);
        }
        assertThat(count("mutate", "bad_request")).isEqualTo(1);
        assertThat(count("mutate", "allowed")).isEqualTo(1);
    }

    @Test
    void aBodyThatSaysItIsTooLongIs413BeforeItIsSent() throws Exception {
        try (KeptConnection connection = connect()) {
            connection.send(head("Content-Length: " + (MAX_BODY + 1)));

            Answer answer = connection.read();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).isEqualTo("the body is longer than the 100000 bytes that are read");
        }
    }

    @Test
    void aChunkedBodyThatBecomesTooLongIs413() throws Exception {
        try (KeptConnection connection = connect()) {
            connection.send(head("Transfer-Encoding: chunked"));
            String chunk = " ".repeat(MAX_BODY);
            connection.send(Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n1\r\n \r\n");

            assertThat(connection.read().status()).isEqualTo(413);
        }
    }

    @Test
    void aBodyOfExactlyTheLimitIsRead() throws Exception {
        byte[] pod = Reviews.pod();
        String padding = " ".repeat(MAX_BODY - pod.length);

        assertThat(post(
                                "/admission/mutate",
                                Reviews.podWith(
                                        "{\"kind\":\"AdmissionReview\"", padding + "{\"kind\":\"AdmissionReview\""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aChunkedBodyIsRead() throws Exception {
        try (KeptConnection connection = connect()) {
            connection.send(head("Transfer-Encoding: chunked"));
            byte[] pod = Reviews.pod();
            connection.send(Integer.toHexString(pod.length) + "\r\n");
            connection.send(pod);
            connection.send("\r\n0\r\n\r\n");

            assertThat(connection.read().status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatStopsComingIs408() throws Exception {
        try (KeptConnection connection = connect()) {
            connection.send(head("Content-Length: 1000") + "{");

            Answer answer = connection.read();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.body()).isEqualTo("the body did not come within 700 ms");
        }
    }

    @Test
    void aBodyThatDripsIs408() throws Exception {
        try (KeptConnection connection = connect()) {
            connection.send(head("Content-Length: 1000"));
            Thread drip = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 900; i++) {
                        connection.send(" ");
                        Thread.sleep(20);
                    }
                } catch (IOException | InterruptedException e) {
                    // The server has had enough.
                }
            });

            assertThat(connection.read().status()).isEqualTo(408);
            drip.interrupt();
            drip.join();
        }
    }

    @Test
    void aBodyThatEndsEarlyIsCountedAsABadRequest() throws Exception {
        try (KeptConnection connection = connect()) {
            connection.send(head("Content-Length: 1000") + "{");
            connection.endOutput();
            readToEnd(connection);
        }
        assertThat(count("mutate", "bad_request")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
    void anotherMethodIs405(String method) throws Exception {
        try (KeptConnection connection = connect()) {
            connection.send(method + " /admission/mutate HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");

            assertThat(connection.read().status()).isEqualTo(405);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/admission", "/admission/mutate/x", "/mutate"})
    void anotherPathIs404(String path) throws Exception {
        assertThat(post(path, Reviews.pod()).status()).isEqualTo(404);
    }

    @Test
    void anUnexpectedExceptionIsAnInternalErrorWhoseTextNobodySees() throws Exception {
        validate = request -> {
            throw new IllegalStateException(SECRET, new NumberFormatException("For input string: \"" + SECRET + "\""));
        };

        Answer answer = post("/admission/validate", Reviews.pod());

        JsonNode status = response(answer).get("status");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(status.get("code").intValue()).isEqualTo(500);
        assertThat(status.get("message").stringValue())
                .isEqualTo("internal error of the Spark Secrets webhook; its log has more under uid u-1");
        assertThat(answer.body()).doesNotContain(SECRET, "IllegalState");
        assertThat(logText())
                .contains("IllegalStateException", "caused by java.lang.NumberFormatException", "AdmissionRoutesTest")
                .doesNotContain(SECRET);
        assertThat(logged.list)
                .allSatisfy(event -> assertThat(event.getMDCPropertyMap()).containsEntry("uid", "u-1"));
        assertThat(count("validate", "failed")).isEqualTo(1);
    }

    @Test
    void anErrorIsTreatedLikeAnException() throws Exception {
        mutate = request -> {
            throw new StackOverflowError(SECRET);
        };

        assertThat(response(post("/admission/mutate", Reviews.pod()))
                        .at("/status/code")
                        .intValue())
                .isEqualTo(500);
        mutate = request -> {
            throw new AssertionError(SECRET);
        };
        assertThat(post("/admission/mutate", Reviews.pod()).body()).doesNotContain(SECRET);
        assertThat(logText()).contains("StackOverflowError", "AssertionError").doesNotContain(SECRET);
    }

    @Test
    void aRequestIsOneLineOfLogWithNeitherBodyNorPatch() throws Exception {
        mutate = request -> AdmissionResponse.patched(Reviews.bytes("[\"" + SECRET + "\"]"));

        post("/admission/mutate", Reviews.podWith("\"metadata\":{", "\"spec\":\"" + SECRET + "\",\"metadata\":{"));

        assertThat(logged.list).hasSize(1);
        ILoggingEvent line = logged.list.getFirst();
        assertThat(line.getLevel()).isEqualTo(Level.INFO);
        assertThat(line.getMDCPropertyMap()).containsEntry("uid", "u-1");
        assertThat(logText())
                .contains("endpoint=\"mutate\"", "kind=\"Pod\"", "namespace=\"spark\"", "name=\"driver\"")
                .contains("outcome=\"patched\"", "ms=")
                .doesNotContain(SECRET);
    }

    @Test
    void aDenialIsLoggedWithItsReason() throws Exception {
        mutate = request -> AdmissionResponse.denied("no such secret");

        post("/admission/mutate", Reviews.pod());

        assertThat(logText()).contains("outcome=\"denied\"", "why=\"no such secret\"");
    }

    @Test
    void anOverlongNameIsCutInTheLog() throws Exception {
        post(
                "/admission/mutate",
                Reviews.podWith("\"name\":\"driver\",\"n", "\"name\":\"" + "x".repeat(9000) + "\",\"n"));

        assertThat(logText()).hasSizeLessThan(1000).contains("x".repeat(253) + "…");
    }

    @Test
    void requestsAreTimedByEndpointAndOutcomeAndNothingElse() throws Exception {
        validate = request -> AdmissionResponse.unavailable("store vault is sealed");
        post("/admission/validate", Reviews.pod());
        post("/admission/mutate", Reviews.pod());

        assertThat(count("validate", "unavailable")).isEqualTo(1);
        assertThat(count("mutate", "allowed")).isEqualTo(1);
        assertThat(registry.getMeters())
                .allSatisfy(meter ->
                        assertThat(meter.getId().getTags()).extracting("key").isSubsetOf("endpoint", "outcome", "le"));
    }

    private KeptConnection connect() throws IOException {
        return KeptConnection.open(trust, server.port());
    }

    private Answer post(String path, byte[] body) throws IOException {
        try (KeptConnection connection = connect()) {
            return connection.post(path, body);
        }
    }

    private long count(String endpoint, String outcome) {
        return registry.get("spark.secrets.admission.requests")
                .tags("endpoint", endpoint, "outcome", outcome)
                .timer()
                .count();
    }

    private String logText() {
        return logged.list.stream()
                .map(event -> event.getFormattedMessage() + " " + event.getKeyValuePairs() + event.getThrowableProxy())
                .collect(Collectors.joining("\n"));
    }

    private static JsonNode response(Answer answer) {
        return JsonMapper.shared().readTree(answer.body()).get("response");
    }

    private static void readToEnd(KeptConnection connection) throws IOException {
        try {
            connection.read();
        } catch (EOFException e) {
            // A server need not answer half a request.
        }
    }

    private static String head(String bodyHeader) {
        return "POST /admission/mutate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + bodyHeader
                + "\r\n\r\n";
    }
}
