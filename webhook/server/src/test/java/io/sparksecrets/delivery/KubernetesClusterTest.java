package io.sparksecrets.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.sparksecrets.delivery.Cluster.Creation;
import io.sparksecrets.delivery.ClusterException.Reason;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.testing.CapturedLog;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@EnableKubernetesMockClient(https = false)
@SuppressWarnings("NullAway.Init")
class KubernetesClusterTest {

    private static final String SECRETS = "/api/v1/namespaces/spark/secrets";
    private static final String EVENTS = "/api/v1/namespaces/spark/events";
    private static final String DRIVER = "/api/v1/namespaces/spark/pods/driver";
    private static final Pod POD = new PodBuilder()
            .withNewMetadata()
            .withNamespace("spark")
            .withName("driver")
            .endMetadata()
            .build();
    private static final String VALUE = "hunter2\nÄ=\"";

    /** It tells of every request at INFO. Held here, because the JDK forgets loggers nobody holds. */
    private static final java.util.logging.Logger MOCK_SERVER =
            java.util.logging.Logger.getLogger("io.fabric8.mockwebserver");

    static {
        MOCK_SERVER.setLevel(java.util.logging.Level.WARNING);
    }

    KubernetesMockServer server;
    KubernetesClient client;
    private KubernetesCluster cluster;

    @BeforeEach
    void connect() {
        cluster = KubernetesCluster.connect(client.getConfiguration());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aSecretIsCreatedImmutableAndOwned() throws Exception {
        server.expect().post().withPath(SECRETS).andReturn(201, "{}").once();

        assertThat(cluster.create(secret())).isEqualTo(Creation.CREATED);

        JsonNode sent =
                JsonMapper.shared().readTree(server.takeRequest().getBody().readUtf8());
        assertThat(sent.get("immutable").booleanValue()).isTrue();
        assertThat(sent.get("type").stringValue()).isEqualTo("Opaque");
        assertThat(sent.at("/metadata").toString())
                .isEqualTo(
                        "{\"annotations\":{\"a\":\"1\"},\"labels\":{\"l\":\"2\"},\"name\":\"x\",\"namespace\":\"spark\","
                                + "\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"driver\",\"uid\":\"u-1\"}]}");
        assertThat(Base64.getDecoder().decode(sent.at("/data/DB_PASSWORD").stringValue()))
                .isEqualTo(VALUE.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPodIsChangedByTheVeryPatch() throws Exception {
        server.expect().get().withPath(DRIVER).andReturn(200, POD).once();
        server.expect().patch().withPath(DRIVER).andReturn(200, POD).once();
        String patch = "[{\"op\":\"remove\",\"path\":\"/spec/schedulingGates/0\"}]";

        cluster.patchPod("spark", "driver", JsonMapper.shared().readTree(patch));

        // The client looks at the pod before it patches.
        assertThat(server.takeRequest().getMethod()).isEqualTo("GET");
        RecordedRequest sent = server.takeRequest();
        assertThat(sent.getHeader("Content-Type")).contains("application/json-patch+json");
        assertThat(JsonMapper.shared().readTree(sent.getBody().readUtf8()).toString())
                .isEqualTo(patch);
    }

    @Test
    void aPatchThatDoesNotFitIsAFailure() {
        server.expect().get().withPath(DRIVER).andReturn(200, POD).once();
        server.expect()
                .patch()
                .withPath(DRIVER)
                .andReturn(422, status(422, "Invalid", "the server rejected our request"))
                .once();

        assertThatThrownBy(() ->
                        cluster.patchPod("spark", "driver", JsonMapper.shared().createArrayNode()))
                .isInstanceOf(ClusterException.class)
                .hasMessage("cannot patch Pod spark/driver: the server rejected our request");
    }

    @Test
    void anEventConcernsThePodAndIsCreatedOnce() throws Exception {
        server.expect().post().withPath(EVENTS).andReturn(201, "{}").once();
        server.expect()
                .post()
                .withPath(EVENTS)
                .andReturn(409, status(409, "AlreadyExists", "events \"e\" already exists"))
                .once();

        cluster.create(event());
        cluster.create(event());

        JsonNode sent =
                JsonMapper.shared().readTree(server.takeRequest().getBody().readUtf8());
        assertThat(sent.at("/involvedObject").toString())
                .isEqualTo(
                        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"driver\",\"namespace\":\"spark\",\"uid\":\"u-1\"}");
        assertThat(sent.get("type").stringValue()).isEqualTo("Warning");
        assertThat(sent.get("message").stringValue()).isEqualTo("what to do");
        assertThat(sent.get("lastTimestamp").stringValue()).isEqualTo("2026-01-02T03:04:05Z");
    }

    private static PodEvent event() {
        return new PodEvent(
                "spark",
                "e",
                OwnerReference.toPod("driver", "u-1"),
                "ExecutorDenied",
                "what to do",
                Instant.parse("2026-01-02T03:04:05.678Z"));
    }

    @Test
    void aSecretThatIsThereAlreadyIsNoFailure() {
        answer(409, "AlreadyExists", "secrets \"x\" already exists");

        assertThat(cluster.create(secret())).isEqualTo(Creation.ALREADY_EXISTS);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(400, "BadRequest", "the body is wrong", Reason.INVALID, "does not take it (HTTP 400)"),
                Arguments.of(401, "Unauthorized", "Unauthorized", Reason.FORBIDDEN, "another admission webhook"),
                Arguments.of(
                        403,
                        "Forbidden",
                        "secrets is forbidden: User \"w\" cannot create",
                        Reason.FORBIDDEN,
                        "Spark Secrets has no right to create Secrets there"),
                Arguments.of(
                        403,
                        "Forbidden",
                        "admission webhook \"guard\" denied the request",
                        Reason.FORBIDDEN,
                        "another admission webhook or policy of the cluster refuses it"),
                Arguments.of(
                        403,
                        "Forbidden",
                        "secrets \"x\" is forbidden: exceeded quota: q, used: 1",
                        Reason.QUOTA,
                        "kubectl describe quota --namespace spark"),
                Arguments.of(
                        403,
                        "Forbidden",
                        "secrets \"x\" is forbidden: failed quota: q: must",
                        Reason.QUOTA,
                        "kubectl describe quota --namespace spark"),
                Arguments.of(
                        404,
                        "NotFound",
                        "namespaces \"spark\" not found",
                        Reason.NAMESPACE_TERMINATING,
                        "is being deleted"),
                Arguments.of(
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on resourcequotas",
                        Reason.UNAVAILABLE,
                        "failed (HTTP 409)"),
                Arguments.of(413, "RequestEntityTooLarge", "limit is 3145728", Reason.INVALID, "(HTTP 413)"),
                Arguments.of(422, "Invalid", "Secret \"x\" is invalid: Too long", Reason.INVALID, "(HTTP 422)"),
                Arguments.of(429, "TooManyRequests", "too many requests", Reason.UNAVAILABLE, "(HTTP 429)"),
                Arguments.of(500, "InternalError", "etcd has no leader", Reason.UNAVAILABLE, "(HTTP 500)"),
                Arguments.of(503, "ServiceUnavailable", "shutting down", Reason.UNAVAILABLE, "(HTTP 503)"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalOfASecretHasAReasonInWordsOfOurOwnAndIsNotTriedAgain(
            int code, String statusReason, String message, Reason reason, String words) {
        answer(code, statusReason, message);

        assertThatThrownBy(() -> cluster.create(secret()))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageStartingWith("cannot create Secret spark/x: ")
                .hasMessageContaining(words)
                .message()
                .doesNotContain(message);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aNamespaceThatIsBeingDeletedIsToldByItsCause() {
        server.expect()
                .post()
                .withPath(SECRETS)
                .andReturn(
                        403,
                        new StatusBuilder()
                                .withCode(403)
                                .withReason("Forbidden")
                                .withMessage("unable to create new content in namespace spark")
                                .withNewDetails()
                                .addNewCause("metadata.namespace", "is being terminated", "NamespaceTerminating")
                                .endDetails()
                                .build())
                .once();

        assertThatThrownBy(() -> cluster.create(secret()))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NAMESPACE_TERMINATING));
    }

    @Test
    void anAnswerThatIsNoStatusIsTakenByItsCode() {
        server.expect()
                .post()
                .withPath(SECRETS)
                .andReturn(502, "<html>bad gateway")
                .once();

        assertThatThrownBy(() -> cluster.create(secret()))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
    }

    @Test
    void anApiServerThatDoesNotAnswerIsUnavailable() throws Exception {
        try (ServerSocket silent = new ServerSocket(0);
                KubernetesCluster hanging = KubernetesCluster.connect(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + silent.getLocalPort())
                        .withRequestTimeout(3_600_000)
                        .build())) {
            assertThatThrownBy(() -> hanging.create(secret()))
                    .isInstanceOfSatisfying(
                            ClusterException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE))
                    .hasMessage("cannot create Secret spark/x: the API server did not answer in time");
        }
    }

    @Test
    void anApiServerThatIsNotThereIsUnavailable() {
        try (KubernetesCluster nowhere = KubernetesCluster.connect(
                new ConfigBuilder().withMasterUrl("http://127.0.0.1:1/").build())) {
            assertThatThrownBy(() -> nowhere.pod("spark", "driver"))
                    .isInstanceOfSatisfying(
                            ClusterException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE))
                    .hasMessage("cannot read Pod spark/driver: the API server cannot be reached (ConnectException)");
        }
    }

    @Test
    void aSecretIsTriedWithZerosInThePlaceOfItsValuesAndNothingIsStored() throws Exception {
        server.expect()
                .post()
                .withPath(SECRETS + "?dryRun=All")
                .andReturn(201, "{}")
                .once();

        cluster.tryToCreate(secret());

        JsonNode sent =
                JsonMapper.shared().readTree(server.takeRequest().getBody().readUtf8());
        assertThat(Base64.getDecoder().decode(sent.at("/data/DB_PASSWORD").stringValue()))
                .isEqualTo("0"
                        .repeat(VALUE.getBytes(StandardCharsets.UTF_8).length)
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSecretThatCannotBeTriedIsRefusedInWordsOfOurOwnAndTheLogHasTheOthers() {
        server.expect()
                .post()
                .withPath(SECRETS + "?dryRun=All")
                .andReturn(403, status(403, "Forbidden", "admission webhook \"guard\" denied the request: no owner"))
                .once();
        try (CapturedLog log = new CapturedLog()) {
            assertThatThrownBy(() -> cluster.tryToCreate(secret()))
                    .hasMessage(
                            "cannot create Secret spark/x: another admission webhook or policy of the cluster refuses"
                                    + " it; the log of Spark Secrets says which");
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("\"guard\" denied the request: no owner")
                            || line.contains("\\\"guard\\\" denied the request: no owner"));
        }
    }

    @Test
    void aSecretThatIsThereAlreadyCouldBeCreated() {
        server.expect()
                .post()
                .withPath(SECRETS + "?dryRun=All")
                .andReturn(409, status(409, "AlreadyExists", "secrets \"x\" already exists"))
                .once();

        cluster.tryToCreate(secret());
    }

    @Test
    void waitingPodsAreListedByTheirMetadata() throws Exception {
        String list = """
                {"kind": "PartialObjectMetadataList", "items": [
                  {"metadata": {"namespace": "spark", "name": "driver", "uid": "u-1"}}]}""";
        server.expect()
                .get()
                .withPath(
                        "/api/v1/namespaces/spark/pods?resourceVersion=0&fieldSelector=status.phase%3DPending&labelSelector=sparksecrets.io%2Fdelivery%3Dafter-pod")
                .andReturn(200, list)
                .once();

        assertThat(cluster.waitingPods("spark")).containsExactly(new WaitingPod("spark", "driver", "u-1"));
        assertThat(server.takeRequest().getHeader("Accept")).contains("as=PartialObjectMetadataList");
    }

    @Test
    void aListThatIsRefusedIsAFailure() {
        server.expect()
                .get()
                .withPath("/api/v1/namespaces?resourceVersion=0&labelSelector=a%3Db")
                .andReturn(403, status(403, "Forbidden", "no"))
                .once();

        assertThatThrownBy(() -> cluster.namespacesWith("a", "b"))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN))
                .hasMessage("cannot list Namespaces: HTTP 403");
    }

    @Test
    void noValueIsLoggedThoughEverythingIs() {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        var console = root.getAppender("console");
        root.detachAppender(console);
        logged.start();
        root.addAppender(logged);
        root.setLevel(Level.TRACE);
        try (KubernetesCluster traced = KubernetesCluster.connect(client.getConfiguration())) {
            server.expect().post().withPath(SECRETS).andReturn(201, "{}").once();
            traced.create(secret());
        } finally {
            root.setLevel(before);
            root.detachAppender(logged);
            if (console != null) {
                root.addAppender(console);
            }
        }

        assertThat(logged.list).as("something is logged at TRACE").isNotEmpty();
        assertThat(logged.list.stream()
                        .filter(event -> event.getLoggerName().startsWith("io.fabric8.kubernetes.client"))
                        .map(ILoggingEvent::getFormattedMessage)
                        .collect(Collectors.joining("\n")))
                .doesNotContain("hunter2", Base64.getEncoder().encodeToString(VALUE.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aDeliverySecretDoesNotShowItsValuesAsText() {
        assertThat(secret().toString()).isEqualTo("DeliverySecret[spark/x, owner=Pod driver, keys=[DB_PASSWORD]]");
    }

    @Test
    void aPodIsReadAsItIsStored() {
        String pod =
                "{\"kind\":\"Pod\",\"spec\":{\"newField\":1.10,\"tolerations\":[]},\"metadata\":{\"uid\":\"u-1\"}}";
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/spark/pods/driver")
                .andReturn(200, pod)
                .once();

        assertThat(cluster.pod("spark", "driver"))
                .hasValueSatisfying(
                        read -> assertThat(read).isEqualTo(JsonMapper.shared().readTree(pod)));
    }

    @Test
    void aPodThatIsNotThereIsEmpty() {
        assertThat(cluster.pod("spark", "nobody")).isEmpty();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aPodThatMayNotBeReadIsForbidden() {
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/spark/pods/driver")
                .andReturn(
                        403,
                        new StatusBuilder()
                                .withCode(403)
                                .withMessage("pods \"driver\" is forbidden")
                                .build())
                .once();

        assertThatThrownBy(() -> cluster.pod("spark", "driver"))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN))
                .hasMessage("cannot read Pod spark/driver: pods \"driver\" is forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../secrets/x", "a/b", "a%2fb", "a?watch=true", "a b", "A", "-a", "a.", "ä"})
    void aNameThatNoPodCanHaveIsNotEvenAskedFor(String name) {
        assertThat(cluster.pod("spark", name)).isEmpty();
        assertThat(cluster.pod(name, "driver")).isEmpty();
        assertThat(server.getRequestCount()).isZero();
    }

    private void answer(int code, String reason, String message) {
        server.expect()
                .post()
                .withPath(SECRETS)
                .andReturn(code, status(code, reason, message))
                .always();
    }

    private static Status status(int code, String reason, String message) {
        return new StatusBuilder()
                .withCode(code)
                .withReason(reason)
                .withMessage(message)
                .build();
    }

    private static DeliverySecret secret() {
        return new DeliverySecret(
                "spark",
                "x",
                new OwnerReference("v1", "Pod", "driver", "u-1"),
                Map.of("l", "2"),
                Map.of("a", "1"),
                Map.of("DB_PASSWORD", SecretValue.of(VALUE)));
    }
}
