package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.ReportedCase;
import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.demo.AdmissionClient.Answer;
import io.sparksecrets.reference.SecretValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Values in URLs, JSON and JAAS texts, and references that are nearly right, through the real server over HTTPS. */
@TestInstance(Lifecycle.PER_CLASS)
class StructuredTextFlowTest {

    private static final String URL_WARNING =
            ": |url is missing: write ${secrets.PW|url}; the value has a character with a meaning in URLs";
    private static final String JSON_WARNING =
            ": |json is missing: write ${secrets.PW|json}; the value has a character with a meaning in JSON";
    private static final String JAAS_WARNING =
            ": |json is missing: write ${secrets.PW|json}; the value has a character with a meaning in JAAS texts";

    @SuppressWarnings("NullAway.Init")
    private WebhookUnderTest webhook;

    @BeforeAll
    void start(@TempDir Path directory) {
        webhook = WebhookUnderTest.start(directory);
    }

    @AfterAll
    void stop() {
        webhook.stop();
    }

    @BeforeEach
    void emptyCluster() {
        webhook.startAfresh();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3&k%ey+1", "100%", "a+b"})
    void aValueWithAMeaningInUrlsIsWarnedOfInTheUrlOnly(String value) throws Exception {
        webhook.write("PW", value);

        assertThat(warningsOfPod()).containsExactly("container c, env DB_URL" + URL_WARNING);
        assertThat(warningsOfConf()).containsExactly("spark.sql.catalog.x.url" + URL_WARNING);
        assertThat(webhook.answers()).noneMatch(answer -> answer.contains(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p\"a", "a\\b"})
    void aValueWithAMeaningInQuotedTextsIsWarnedOfEverywhere(String value) throws Exception {
        webhook.write("PW", value);

        assertThat(warningsOfPod())
                .containsExactly(
                        "container c, env DB_URL" + URL_WARNING,
                        "container c, env AIRFLOW_CONN_DB" + JSON_WARNING,
                        "container c, env KAFKA_JAAS" + JAAS_WARNING);
        assertThat(warningsOfConf())
                .containsExactlyInAnyOrder(
                        "spark.sql.catalog.x.url" + URL_WARNING, "spark.kafka.sasl.jaas.config" + JAAS_WARNING);
    }

    @Test
    void aValueOfUnreservedCharactersIsNotWarnedOf() throws Exception {
        webhook.write("PW", "aZ09-._~");

        assertThat(warningsOfPod()).isEmpty();
        assertThat(warningsOfConf()).isEmpty();
    }

    @Test
    void anEncodedValueIsDeliveredAsItWasAskedForAndNotWarnedOf() throws Exception {
        webhook.write("PW", "s3&k%ey+1\"");
        ObjectNode pod = new ReportedCase("value-in-structured-text/pod.yaml").pod();
        for (JsonNode variable : pod.at("/spec/containers/0/env")) {
            String encoding = variable.path("name").asString("").equals("DB_URL") ? "url" : "json";
            ((ObjectNode) variable)
                    .put("value", variable.path("value").asString("").replace("PW}", "PW|" + encoding + "}"));
        }
        Answer allowed = webhook.submit(review(pod));
        assertThat(allowed.allowed()).as(allowed.message()).isTrue();
        assertThat(allowed.warnings()).isEmpty();

        webhook.admit(review(pod), "uid-of-etl");
        DeliverySecret secret = webhook.cluster().awaitSecret();
        assertThat(List.of("reference-0", "reference-1"))
                .extracting(key ->
                        secret.data().getOrDefault(key, SecretValue.of("")).reveal())
                .containsExactlyInAnyOrder("s3%26k%25ey%2B1%22", "s3&k%ey+1\\\"");
    }

    @Test
    void aVariableOfExecutorsIsWarnedOfWithTheConfMapAndInTheExecutor() throws Exception {
        webhook.write("PW", "a+b");
        webhook.write("DB_PASS", "x");
        webhook.write("OPT_PASS", "x");
        webhook.write("EXE_PASS", "x");
        webhook.write("CONF_PASS", "x");
        String conf = "spark.executorEnv.DB_URL=jdbc\\:postgresql\\://db/etl?password\\=${secrets.PW}\n";

        assertThat(warningsOfConf(conf)).containsExactly("spark.executorEnv.DB_URL" + URL_WARNING);
        ObjectNode executor = webhook.review("executor-pod-1");
        ((ObjectNode) executor.at("/request/object/metadata"))
                .withObject("annotations")
                .put("sparksecrets.io/executor-env-0", "DB_URL=jdbc:postgresql://db/etl?password=${secrets.PW}");
        Answer answer = webhook.submit(executor);
        assertThat(answer.allowed()).as(answer.message()).isTrue();
        assertThat(answer.warnings()).containsExactly("container spark-kubernetes-executor, env DB_URL" + URL_WARNING);
    }

    @Test
    void nearMissesPassWithAWarningEach() throws Exception {
        ObjectNode pod = new ReportedCase("near-miss-spelling/pod.yaml").pod();
        Answer allowed = webhook.submit(review(withVariables(pod, "ABCDEFGH")));

        assertThat(allowed.allowed()).as(allowed.message()).isTrue();
        assertThat(allowed.warnings())
                .containsExactly(
                        "container c, env A: \"${secret.…\" is no reference and stays text; write ${secrets.DB_PASSWORD}",
                        "container c, env B: \"{{secrets/…\" is no reference and stays text; write ${secrets.scope/DB_PASSWORD}",
                        "container c, env C: \"${{ secrets.…\" is no reference and stays text; write ${secrets.DB_PASSWORD}",
                        "container c, env D: \"$(secrets.…\" is no reference and stays text; write ${secrets.DB_PASSWORD}",
                        "container c, env E: \"${Secrets.…\" is no reference and stays text; write ${secrets.DB_PASSWORD}",
                        "container c, env F: \"${secrets/…\" is no reference and stays text; write ${secrets.DB_PASSWORD}",
                        "container c, env G: \"${ secrets.…\" is no reference and stays text; write ${secrets.DB_PASSWORD}",
                        "container c, env H: \"$secrets.…\" is no reference and stays text; write ${secrets.DB_PASSWORD}");
        Answer mutated = webhook.mutate(review(withVariables(pod, "ABCDEFGH")));
        assertThat(mutated.operations()).isZero();
        assertThat(mutated.warnings())
                .as("the same words, which the API server tells once")
                .isEqualTo(allowed.warnings());
    }

    @Test
    void whatIsMalformedIsRefusedAndTheNearMissesBesideItAreToldAllTheSame() throws Exception {
        Answer denied = webhook.submit(review(new ReportedCase("near-miss-spelling/pod.yaml").pod()));

        assertThat(denied.allowed()).isFalse();
        assertThat(denied.message()).contains("env I: malformed", "env J: malformed", "env K: malformed");
        assertThat(denied.message().lines()).hasSize(4);
        assertThat(denied.warnings()).hasSize(8);
    }

    @Test
    void aNearMissInTheConfIsWarnedOf() throws Exception {
        for (String path : List.of("DB_PASS", "OPT_PASS", "EXE_PASS", "CONF_PASS")) {
            webhook.write(path, "x");
        }

        assertThat(warningsOfConf("spark.hadoop.x={{secrets/scope/KEY}}\n"))
                .containsExactly(
                        "spark.hadoop.x: \"{{secrets/…\" is no reference and stays text; write ${secrets.scope/KEY}");
    }

    private List<String> warningsOfPod() throws Exception {
        Answer allowed = webhook.submit(review(new ReportedCase("value-in-structured-text/pod.yaml").pod()));
        assertThat(allowed.allowed()).as(allowed.message()).isTrue();
        return allowed.warnings();
    }

    private List<String> warningsOfConf() throws Exception {
        for (String path : List.of("DB_PASS", "OPT_PASS", "EXE_PASS", "CONF_PASS")) {
            webhook.write(path, "x");
        }
        return warningsOfConf(new ReportedCase("value-in-structured-text/spark-defaults.conf").text());
    }

    private List<String> warningsOfConf(String properties) throws Exception {
        webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
        ObjectNode review = webhook.review("conf-map");
        ((ObjectNode) review.at("/request/object/data")).put("spark.properties", properties);
        Answer allowed = webhook.validate(review);
        assertThat(allowed.allowed()).as(allowed.message()).isTrue();
        return allowed.warnings();
    }

    private static ObjectNode withVariables(ObjectNode pod, String names) {
        ObjectNode copy = pod.deepCopy();
        ObjectNode container = (ObjectNode) copy.at("/spec/containers/0");
        List<JsonNode> kept = new ArrayList<>();
        container.path("env").forEach(variable -> {
            if (names.contains(variable.path("name").asString(""))) {
                kept.add(variable);
            }
        });
        ArrayNode env = container.putArray("env");
        kept.forEach(env::add);
        return copy;
    }

    private ObjectNode review(ObjectNode pod) {
        ObjectNode review = webhook.review("driver-pod");
        ((ObjectNode) review.path("request")).put("namespace", "team-a").set("object", pod);
        return review;
    }
}
