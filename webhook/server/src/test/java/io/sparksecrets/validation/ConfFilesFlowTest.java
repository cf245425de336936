package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.demo.AdmissionClient.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The ConfigMaps that Spark makes of files beside the conf map, through HTTPS. */
@TestInstance(Lifecycle.PER_CLASS)
class ConfFilesFlowTest {

    private static final String EXECUTORS = "spark-exec-00d413a20a473280-conf-map";
    private static final String HADOOP = "etl-1a2b3c9c4cf0a1b2-hadoop-config";

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

    @ParameterizedTest
    @CsvSource({
        HADOOP + ", core-site.xml, set the property in the Spark conf as spark.hadoop.<name>",
        "etl-1a2b-krb5-file, krb5.conf, give Kerberos a keytab",
        EXECUTORS + ", hive-site.xml, set the property in the Spark conf as spark.hadoop.<name>"
    })
    void aReferenceInAFileThatNobodyResolvesIsRefused(String name, String file, String advice) throws Exception {
        Answer denied = webhook.validate(configMap(name, file, "<value>${secrets.DB_PASS}</value>"));

        assertThat(denied.code()).isEqualTo(403);
        assertThat(denied.message())
                .contains(
                        "Spark Secrets refuses ConfigMap", name, "file " + file + ": holds ${secrets.DB_PASS}", advice);
    }

    @ParameterizedTest
    @ValueSource(strings = {HADOOP, EXECUTORS})
    void filesWithoutAReferencePass(String name) throws Exception {
        assertThat(webhook.validate(configMap(name, "core-site.xml", "${env.X} $${secrets.A}"))
                        .allowed())
                .isTrue();
    }

    @Test
    void theOneOfHadoopCountsOnceADriverOwnsIt() throws Exception {
        ObjectNode create = configMap(HADOOP, "core-site.xml", "${secrets.DB_PASS}");
        ((ObjectNode) create.at("/request/object/metadata")).remove("ownerReferences");
        assertThat(webhook.validate(create).allowed()).isTrue();

        ObjectNode owned = updating(configMap(HADOOP, "core-site.xml", "${secrets.DB_PASS}"), create);
        assertThat(webhook.validate(owned).allowed()).isFalse();
    }

    @Test
    void theOneOfExecutorsCountsWithoutAnOwnerToo() throws Exception {
        ObjectNode create = configMap(EXECUTORS, "hive-site.xml", "${secrets.DB_PASS}");
        ((ObjectNode) create.at("/request/object/metadata")).remove("ownerReferences");
        assertThat(webhook.validate(create).allowed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {HADOOP, EXECUTORS})
    void anUpdateByTheGarbageCollectorPasses(String name) throws Exception {
        ObjectNode stored = configMap(name, "core-site.xml", "${secrets.DB_PASS}");
        ObjectNode update = updating(configMap(name, "core-site.xml", "${secrets.DB_PASS}"), stored);
        assertThat(webhook.validate(update).allowed()).isTrue();

        ((ObjectNode) update.at("/request/object/metadata")).remove("ownerReferences");
        assertThat(webhook.validate(update).allowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"etl-1a2b-driver-podspec-conf-map", "spark-drv-etl-1a2b-driver-podspec-conf-map"})
    void thePodTemplateOfExecutorsPassesForItsReferencesReachTheirPods(String name) throws Exception {
        assertThat(webhook.validate(configMap(name, "podspec-configmap-key", "value: ${secrets.DB_PASS}"))
                        .allowed())
                .isTrue();
    }

    private ObjectNode configMap(String name, String file, String text) {
        ObjectNode review = webhook.review("conf-map");
        ((ObjectNode) review.path("request")).put("name", name);
        ((ObjectNode) review.at("/request/object/metadata")).put("name", name);
        ((ObjectNode) review.at("/request/object")).putObject("data").put(file, text);
        return review;
    }

    private static ObjectNode updating(ObjectNode review, ObjectNode stored) {
        ((ObjectNode) review.path("request")).put("operation", "UPDATE");
        ((ObjectNode) review.path("request"))
                .set("oldObject", stored.at("/request/object").deepCopy());
        return review;
    }
}
