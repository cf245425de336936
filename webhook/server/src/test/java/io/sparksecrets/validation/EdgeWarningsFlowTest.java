package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.demo.AdmissionClient.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Values that tools left something at the edges of, through HTTPS. */
@TestInstance(Lifecycle.PER_CLASS)
class EdgeWarningsFlowTest {

    @SuppressWarnings("NullAway.Init")
    private WebhookUnderTest webhook;

    @BeforeAll
    void start(@TempDir Path directory) {
        webhook = WebhookUnderTest.start(directory);
        webhook.write("FILE_NL", "dummy-value\n");
        webhook.write("WINDOWS_NL", "dummy-value\r\n");
        webhook.write("PEM", "-----BEGIN KEY-----\ndummy-value\n-----END KEY-----\n");
        webhook.write("CLEAN", "dummy-value");
        webhook.write("BOM", "\uFEFF{\"user\":\"dummy-value\",\"line\":\"dummy-value\\n\"}");
    }

    @AfterAll
    void stop() {
        webhook.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${secrets.FILE_NL}", "${secrets.WINDOWS_NL}", "x${secrets.FILE_NL}y"})
    void aValueOfOneLineThatEndsInANewlineIsAdmittedWithAWarning(String text) throws Exception {
        Answer answer = webhook.submit(podWith(text));

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning)
                        .contains("container spark-kubernetes-driver, env PROBE_DB: the value of the secret \"")
                        .endsWith(
                                "ends in a newline, which goes with it; if it should not, write it without, as with printf %s")
                        .doesNotContain("dummy")
                        .hasSizeLessThan(AdmissionResponse.MAX_WARNING_LENGTH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${secrets.PEM}", "${secrets.CLEAN}", "${secrets.BOM#user}"})
    void aTextOfSeveralLinesOrOneWithoutANewlineEarnsNone(String text) throws Exception {
        Answer answer = webhook.submit(podWith(text));

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.warnings()).isEmpty();
    }

    @Test
    void aFieldThatEndsInANewlineIsNamed() throws Exception {
        assertThat(webhook.submit(podWith("${secrets.BOM#line}")).warnings())
                .singleElement()
                .asString()
                .contains("the value of the field \"line\" of the secret \"BOM\" ends in a newline");
    }

    @Test
    void aByteOrderMarkEarnsAWarning() throws Exception {
        assertThat(webhook.submit(podWith("${secrets.BOM}")).warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .contains("env PROBE_DB: the value of the secret \"BOM\" begins with a byte order mark"));
    }

    @Test
    void anEntryOfTheSparkConfIsNamedByItsKey() throws Exception {
        ObjectNode driver = podWith("none");
        webhook.admit(driver, webhook.driverUid());
        ObjectNode confMap = webhook.review("conf-map");
        ((ObjectNode) confMap.at("/request/object/data"))
                .put("spark.properties", "spark.hadoop.fs.s3a.secret.key=${secrets.FILE_NL}\n");

        Answer answer = webhook.validate(confMap);

        assertThat(answer.allowed()).as(answer.message()).isTrue();
        assertThat(answer.warnings())
                .singleElement()
                .asString()
                .startsWith("spark.hadoop.fs.s3a.secret.key: the value of the secret \"FILE_NL\" ends in a newline");
    }

    @Test
    void whatOnlyMutationCanKnowIsWarnedOfByMutation() throws Exception {
        ObjectNode review = webhook.review("driver-pod");
        ObjectNode container = (ObjectNode) review.at("/request/object/spec/containers/0");
        container.putArray("command").add("my-wrapper");
        container.putArray("args").add("--conf").add("spark.hadoop.fs.s3a.x=${secrets.CLEAN}");

        assertThat(webhook.mutate(review).warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .startsWith("container spark-kubernetes-driver: Spark shows values of this command line"));
        assertThat(webhook.submit(review).warnings())
                .as("validation sees no reference any more")
                .noneMatch(warning -> warning.contains("Spark shows values"));
    }

    /** The recorded driver with one variable that matters. */
    private ObjectNode podWith(String value) {
        ObjectNode review = webhook.review("driver-pod");
        for (JsonNode variable : review.at("/request/object/spec/containers/0/env")) {
            if (variable.path("value").asString("").contains("${secrets")) {
                ((ObjectNode) variable)
                        .put("value", variable.path("name").asString().equals("PROBE_DB") ? value : "none");
            }
        }
        return review;
    }
}
