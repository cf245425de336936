package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.demo.AdmissionClient.Answer;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Keys of the conf that Spark shows, logs or copies, through the real server over HTTPS. */
@TestInstance(Lifecycle.PER_CLASS)
class ConfKeysFlowTest {

    @SuppressWarnings("NullAway.Init")
    private WebhookUnderTest webhook;

    @BeforeAll
    void start(@TempDir Path directory) {
        webhook = WebhookUnderTest.start(directory);
        for (String path : new String[] {"CONF_PASS", "DB_PASS", "EXE_PASS", "OPT_PASS"}) {
            webhook.write(path, "value-of-" + path);
        }
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
    @CsvSource(delimiter = '|', textBlock = """
            spark.kubernetes.executor.label.team=${secrets.DB_PASS}            | becomes a label
            spark.kubernetes.executor.secretKeyRef.A=${secrets.DB_PASS}        | spark.executorEnv.<NAME>
            spark.kubernetes.authenticate.oauthToken=${secrets.DB_PASS}        | oauthTokenFile
            spark.metrics.namespace=${secrets.DB_PASS}                         | is part of names and lines
            spark.ui.custom.executor.log.url=http://x/?t=${secrets.DB_PASS}    | is shown in the links
            spark.eventLog.dir=s3a://k:${secrets.DB_PASS}@b/                   | that Spark logs
            """)
    void whatNobodyWouldResolveOrSparkWouldShowIsRefusedWithItsKey(String entry, String what) throws Exception {
        Answer denied = conf(entry + "\n");
        assertThat(denied.allowed()).isFalse();
        assertThat(denied.message()).contains(entry.substring(0, entry.indexOf('=')), what);
    }

    /** Wherever the variable comes from: the pod of the driver has it, its conf does not. */
    @Test
    void aVariableOfTheDriversPodMayNotReachExecutorsThroughSparksOwnReplacement() throws Exception {
        Answer denied = conf("spark.executor.extraJavaOptions=-Dpw=${env:PROBE_DB}\n");
        assertThat(denied.allowed()).isFalse();
        assertThat(denied.message())
                .contains("Spark replaces ${env:PROBE_DB} in it by a secret value", "spark.executor.extraJavaOptions");
    }

    @Test
    void theStackTraceOfADriverWithValuesStaysOutOfItsAnnotations() throws Exception {
        Answer allowed = conf("spark.kubernetes.driver.annotateExitException=true\nspark.a=1\n");
        assertThat(allowed.allowed()).as(allowed.message()).isTrue();
        assertThat(allowed.warnings()).singleElement().asString().contains("annotateExitException: is set to false");
        assertThat(delivered()).containsEntry("spark.kubernetes.driver.annotateExitException", "false");
    }

    @Test
    void aDriverThatIsItsOnlyExecutorGetsTheVariablesOfExecutors() throws Exception {
        Answer allowed = conf("spark.master=local[*]\nspark.executorEnv.A=${secrets.DB_PASS}\n");
        assertThat(allowed.allowed()).as(allowed.message()).isTrue();
        assertThat(delivered().getProperty("spark.executorEnv.A")).startsWith("value-");
    }

    private Answer conf(String properties) throws Exception {
        webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
        ObjectNode review = webhook.review("conf-map");
        ((ObjectNode) review.at("/request/object/data")).put("spark.properties", properties);
        return webhook.validate(review);
    }

    private Properties delivered() throws Exception {
        DeliverySecret secret = webhook.cluster().awaitSecret();
        Properties properties = new Properties();
        properties.load(new StringReader(
                Objects.requireNonNull(secret.data().get("spark.properties")).reveal()));
        return properties;
    }
}
