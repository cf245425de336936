package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.demo.AdmissionClient.Answer;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.reference.SecretValue;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Properties;
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

/** Reviews go through the real server over HTTPS, with a real embedded store; only the cluster is in memory. */
@TestInstance(Lifecycle.PER_CLASS)
class AdmissionFlowTest {

    @SuppressWarnings("NullAway.Init")
    private WebhookUnderTest webhook;

    @BeforeAll
    void start(@TempDir Path directory) {
        webhook = WebhookUnderTest.start(directory);
        for (String path : new String[] {"CONF_PASS", "DB_PASS", "EXE_PASS", "OPT_PASS"}) {
            webhook.write(path, "value-of-" + path);
        }
        webhook.write("finance/LEDGER", "value-of-finance");
        webhook.write("NUL", "value-with\0nul");
        webhook.write("LONG", "v".repeat(131_072 - "PROBE_DB=".length()));
        webhook.write("LONGEST", "v".repeat(131_071 - "PROBE_DB=".length()));
        webhook.write("BIG", "v".repeat(900_000));
        webhook.write("ACCENTS", "pässwörd");
        webhook.write("LINES", "line\nbreak");
        webhook.write("JSON", "{\"user\":\"u\",\"password\":\"p\"}");
    }

    @AfterAll
    void stop() {
        webhook.stop();
    }

    @BeforeEach
    void emptyCluster() {
        webhook.startAfresh();
    }

    @Test
    void aWholeApplicationGetsItsValues() throws Exception {
        JsonNode driver = webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
        assertThat(webhook.cluster().secrets())
                .as("the driver's Secret comes with its conf map")
                .isEmpty();

        assertThat(webhook.validate(webhook.review("conf-map")).allowed()).isTrue();
        DeliverySecret secret = webhook.cluster().awaitSecret();
        assertThat(secret.owner())
                .isEqualTo(OwnerReference.toPod("cap41-ea8170a20a4716ac-driver", webhook.driverUid()));
        assertThat(secret.name())
                .isEqualTo(driver.at("/spec/volumes/1/projected/sources/1/secret/name")
                        .asString());
        Properties conf = properties(secret, "spark.properties");
        assertThat(conf)
                .containsEntry("spark.hadoop.fs.s3a.secret.key", "value-of-CONF_PASS")
                .containsEntry(
                        "spark.kubernetes.executor.annotation.sparksecrets.io/executor-env-0",
                        "PROBE_X=${secrets.EXE_PASS}")
                .containsEntry("spark.app.note", "plain ${spark.app.name} $(HOME)");
        assertThat(conf.getProperty("spark.redaction.regex")).contains("\\Qspark.probe.conf\\E");
        assertThat(text(secret, "spark-driver-extra-java-options.conf")).contains("-Dprobe.d=value-of-OPT_PASS");
        assertThat(text(secret, "reference-0")).isEqualTo("value-of-DB_PASS");

        webhook.admit(webhook.review("executor-pod-1"), "exec-1");
        webhook.admit(webhook.review("executor-pod-2"), "exec-2");
        assertThat(webhook.cluster().secrets()).as("executors share one").hasSize(2);
        DeliverySecret executors = webhook.cluster().secrets().stream()
                .filter(other -> !other.name().equals(secret.name()))
                .findFirst()
                .orElseThrow();
        assertThat(executors.owner().uid()).isEqualTo(webhook.driverUid());
        assertThat(text(executors, "java-option-23")).isEqualTo("\"-Dprobe.x=value-of-OPT_PASS\"\n");
    }

    @Test
    void aSecretThatIsDeletedBetweenTheCheckOfTheDriverAndItsDeliveryIsNamedAndNothingIsDelivered() throws Exception {
        webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
        webhook.delete("DB_PASS");
        try {
            Answer denied = webhook.validate(webhook.review("conf-map"));

            assertThat(denied.allowed()).isFalse();
            assertThat(denied.message()).contains("DB_PASS", "\"database\"").doesNotContain("value-of-");
            assertThat(webhook.cluster().secrets()).isEmpty();
        } finally {
            webhook.write("DB_PASS", "value-of-DB_PASS");
        }
        assertThat(webhook.validate(webhook.review("conf-map")).message()).isEmpty();
        webhook.cluster().awaitSecrets(1);
    }

    @Test
    void aSecretThatIsDeletedBetweenTwoExecutorsDoesNotTakeTheOneTheyShare() throws Exception {
        webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
        webhook.validate(webhook.review("conf-map"));
        webhook.cluster().awaitSecrets(1);
        webhook.admit(webhook.review("executor-pod-1"), "exec-1");
        webhook.delete("OPT_PASS");
        try {
            Answer denied = webhook.submit(webhook.review("executor-pod-2"));

            assertThat(denied.allowed()).isFalse();
            assertThat(denied.message()).contains("OPT_PASS");
            assertThat(webhook.cluster().secrets()).hasSize(2);
        } finally {
            webhook.write("OPT_PASS", "value-of-OPT_PASS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pyspark-4.3.0", "spark-3.5.6"})
    void theOtherRecordedRunsGetTheirValuesToo(String run) throws Exception {
        ObjectNode confMap = WebhookUnderTest.resource("/requests/" + run + "/conf-map.json");
        String uid =
                confMap.at("/request/object/metadata/ownerReferences/0/uid").asString();

        webhook.admit(WebhookUnderTest.resource("/requests/" + run + "/driver-pod.json"), uid);
        Answer allowed = webhook.validate(confMap);

        assertThat(allowed.message()).isEmpty();
        String properties = text(webhook.cluster().awaitSecret(), "spark.properties");
        assertThat(properties).contains("value-of-CONF_PASS").contains("spark.redaction.regex");
    }

    @Test
    void aPodOfThreeMebibytesAndTenThousandVariablesIsAnswered() throws Exception {
        ObjectNode review = webhook.review("driver-pod");
        ArrayNode env = (ArrayNode) review.at("/request/object/spec/containers/0/env");
        for (int i = 0; i < 10_000; i++) {
            env.addObject()
                    .put("name", "V" + i)
                    .put("value", "x".repeat(250) + "${secrets.DB_PASS} ${secrets.EXE_PASS}");
        }

        assertThat(webhook.submit(review).allowed()).isTrue();
    }

    @Test
    void tenThousandDifferentReferencesAreRefusedInNumbers() throws Exception {
        ObjectNode review = webhook.review("driver-pod");
        ArrayNode env = (ArrayNode) review.at("/request/object/spec/containers/0/env");
        for (int i = 0; i < 10_000; i++) {
            env.addObject().put("name", "V" + i).put("value", "${secrets.KEY_%d}".formatted(i));
        }

        assertThat(webhook.submit(review).message())
                .contains("10002 references")
                .contains("256 KiB");
    }

    @Test
    void aMebibyteFullOfBeginningsOfReferencesIsRefusedAtItsFirst() throws Exception {
        Answer denied = webhook.submit(driverWith("PROBE_DB", "${secrets.".repeat(100_000)));

        assertThat(denied.allowed()).isFalse();
        assertThat(denied.message()).contains("env PROBE_DB: malformed reference at character 1");
        assertThat(denied.message().length()).isLessThan(1_000);
    }

    @Test
    void everyMistakeIsNamedInOneMessage() throws Exception {
        ObjectNode review = driverWith("PROBE_DB", "${secrets.MISSING}");
        set(review, "PROBE_MIX", "x${secrets.finance/LEDGER}");
        set(review, "SPARK_USER", "${secrets.bad name}");
        set(review, "SPARK_APPLICATION_ID", "${secrets:nowhere:X}");

        Answer denied = webhook.submit(review);

        assertThat(denied.allowed()).isFalse();
        assertThat(denied.message())
                .startsWith(
                        "Spark Secrets refuses pod spark/cap41-ea8170a20a4716ac-driver (service account spark/spark):")
                .contains("container spark-kubernetes-driver, env PROBE_DB: secret \"MISSING\" is not found")
                .contains("env PROBE_MIX: secret \"finance/LEDGER\": no rule lets service account spark/spark use")
                .contains("env SPARK_USER: malformed reference")
                .contains("env SPARK_APPLICATION_ID: secret \"X\": there is no store \"nowhere\"");
        assertThat(denied.message().lines()).hasSize(5);
        assertThat(denied.code()).isEqualTo(403);
    }

    @Test
    void aValueThatKubernetesWouldPutIntoAScriptIsRefused() throws Exception {
        ObjectNode review = webhook.review("driver-pod");
        ObjectNode container = (ObjectNode) review.at("/request/object/spec/containers/0");
        container.putArray("command").add("sh").add("-c").add("psql $(PROBE_DB)");

        assertThat(webhook.submit(review).message()).contains("command[2]").contains("write \"$PROBE_DB\"");
    }

    @Test
    void aWordIsNamedByThePlaceWhereItsUserWroteItThoughMutationPutsWordsBeforeIt() throws Exception {
        ObjectNode review = webhook.review("driver-pod");
        ObjectNode container = (ObjectNode) review.at("/request/object/spec/containers/0");
        container.putArray("command").add("spark-submit");
        container
                .putArray("args")
                .add("--conf")
                .add("spark.a=${secrets.DB_PASS}")
                .add("a.py")
                .add("${secrets.MISSING}");

        assertThat(webhook.submit(review).message())
                .contains("container spark-kubernetes-driver, args[3]: secret \"MISSING\" is not found");
    }

    @Test
    void aFieldOfAJsonValueIsDeliveredAndOneThatIsNotThereIsRefused() throws Exception {
        assertThat(webhook.submit(driverWith("PROBE_DB", "${secrets.JSON#password}"))
                        .allowed())
                .isTrue();
        assertThat(webhook.submit(driverWith("PROBE_DB", "${secrets.JSON#pin}")).message())
                .contains("has no field \"pin\"");
    }

    @Test
    void aDefaultStandsInForAMissingSecretOnly() throws Exception {
        assertThat(webhook.submit(driverWith("PROBE_DB", "${secrets.MISSING:-none}"))
                        .allowed())
                .isTrue();
        assertThat(webhook.submit(driverWith("PROBE_DB", "${secrets.finance/LEDGER:-none}"))
                        .allowed())
                .isFalse();
    }

    @Test
    void aValueThatNoEnvVariableCanHoldIsRefused() throws Exception {
        assertThat(webhook.submit(driverWith("PROBE_DB", "${secrets.NUL}")).message())
                .contains("NUL character")
                .doesNotContain("value-with");
        assertThat(webhook.submit(driverWith("PROBE_DB", "${secrets.LONG}")).message())
                .contains("env PROBE_DB: with its value the variable is too long: Linux allows 131071 bytes");
        assertThat(webhook.submit(driverWith("PROBE_DB", "${secrets.LONGEST}")).allowed())
                .as("one byte less fits")
                .isTrue();
        assertThat(webhook.submit(driverWith("PROBE_DB", "a${secrets.LONGEST}")).allowed())
                .as("text beside the value counts")
                .isFalse();
    }

    @Test
    void aValueOutsideAsciiEarnsAWarning() throws Exception {
        Answer allowed = webhook.submit(driverWith("PROBE_DB", "${secrets.ACCENTS}"));

        assertThat(allowed.allowed()).isTrue();
        assertThat(allowed.warnings()).hasSize(1).first().asString().contains("LC_ALL=C.UTF-8");
    }

    @Test
    void aLineBreakInAJavaOptionOfSpark3IsRefusedBecauseSparkWouldCutItThere() throws Exception {
        ObjectNode review = webhook.review("executor-pod-1");
        ((ObjectNode) review.at("/request/object/metadata/labels")).put("spark-version", "3.5.6");
        set(review, "SPARK_JAVA_OPT_23", "-Dx=${secrets.LINES}");

        assertThat(webhook.submit(review).message()).contains("would cut the Java option there");
    }

    @Test
    void moreThanASecretCanHoldIsRefused() throws Exception {
        webhook.admit(webhook.review("driver-pod"), webhook.driverUid());

        Answer denied = webhook.validate(confMapWith("spark.a=${secrets.BIG}\nspark.b=${secrets.BIG}\n"));

        assertThat(denied.message()).contains("a Kubernetes Secret holds 1048576");
        webhook.cluster().assertNoSecretComes();
    }

    @Test
    void aReferenceWhereNobodyResolvesItIsRefused() throws Exception {
        ObjectNode review = webhook.review("driver-pod");
        ((ObjectNode) review.at("/request/object/spec/containers/0"))
                .putObject("livenessProbe")
                .putObject("exec")
                .putArray("command")
                .add("check")
                .add("${secrets.DB_PASS}");

        assertThat(webhook.submit(review).message())
                .contains("container spark-kubernetes-driver, livenessProbe.exec.command[1]")
                .contains("env, args and command only");
    }

    @Test
    void aPodThatWasNotMutatedIsRefused() throws Exception {
        Answer denied = webhook.validate(webhook.review("driver-pod"));

        assertThat(denied.allowed()).isFalse();
        assertThat(denied.message())
                .contains("env PROBE_DB: holds a reference that was not replaced")
                .contains("volume spark-conf-volume-driver");
    }

    @Test
    void aHandWrittenAnnotationCreatesNothing() throws Exception {
        ObjectNode review = webhook.review("executor-pod-1");
        ((ObjectNode) review.at("/request/object/metadata"))
                .putObject("annotations")
                .put(
                        "sparksecrets.io/delivery",
                        "{\"secret\":\"of-my-choice\",\"entries\":{\"reference-0\":\"${secrets.DB_PASS}\"}}");

        Answer denied = webhook.submit(review);

        assertThat(denied.message()).contains("was not written by Spark Secrets for this pod");
        webhook.cluster().assertNoSecretComes();
    }

    @Test
    void onDryRunEverythingIsCheckedAndNothingCreated() throws Exception {
        ObjectNode review = webhook.review("executor-pod-1");
        ((ObjectNode) review.path("request")).put("dryRun", true);
        assertThat(webhook.submit(review).allowed()).isTrue();
        assertThat(webhook.cluster().secrets()).isEmpty();

        set(review, "PROBE_X", "${secrets.MISSING}");
        assertThat(webhook.submit(review).allowed()).isFalse();
    }

    @Test
    void anExecutorWithoutOwnerGetsASecretOfItsOwnOnceItIsStored() throws Exception {
        ObjectNode review = webhook.review("executor-pod-1");
        ((ObjectNode) review.at("/request/object/metadata")).remove("ownerReferences");
        ((ObjectNode) review.path("request")).putObject("userInfo").put("username", "admin");

        webhook.admit(review, "exec-uid");

        DeliverySecret secret = webhook.cluster().awaitSecret();
        assertThat(secret.owner().uid()).isEqualTo("exec-uid");
        assertThat(secret.data()).containsKeys("delivered", "reference-0", "java-option-23");
    }

    @Test
    void anExecutorBelongsToThePodWhoseTokenAskedWhereItHasNoOwner() throws Exception {
        ObjectNode review = webhook.review("executor-pod-1");
        ((ObjectNode) review.at("/request/object/metadata")).remove("ownerReferences");

        webhook.admit(review, "exec-uid");

        assertThat(webhook.cluster().secrets().getFirst().owner().uid()).isEqualTo(webhook.driverUid());
    }

    @Test
    void aConfMapThatNamesAnotherPodAsItsOwnerIsRefused() throws Exception {
        webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
        ObjectNode otherUid = webhook.review("conf-map");
        ((ObjectNode) otherUid.at("/request/object/metadata/ownerReferences/0")).put("uid", "another");
        ObjectNode otherMap = webhook.review("conf-map");
        ((ObjectNode) otherMap.path("request")).put("name", "spark-drv-0000000000000000-conf-map");
        ((ObjectNode) otherMap.at("/request/object/metadata")).put("name", "spark-drv-0000000000000000-conf-map");

        assertThat(webhook.validate(otherUid).message())
                .contains("there is no pod")
                .contains("with the UID another");
        assertThat(webhook.validate(otherMap).message()).contains("does not take its conf from this conf map");
        webhook.cluster().assertNoSecretComes();
    }

    @Test
    void confKeysThatSparkCopiesAreRefusedWithWhatToDo() throws Exception {
        webhook.admit(webhook.review("driver-pod"), webhook.driverUid());

        Answer denied = webhook.validate(
                confMapWith(
                        "spark.app.name=${secrets.DB_PASS}\nspark.a=${secrets.MISSING}\nspark.executorEnv.B=${secrets.ALSO_MISSING}\n"));

        assertThat(denied.message())
                .contains("spark.app.name: ")
                .contains("spark.a: secret \"MISSING\"")
                .contains("spark.executorEnv.B: secret \"ALSO_MISSING\"");
    }

    @Test
    void aReferenceInAnotherFileOfTheConfMapIsRefused() throws Exception {
        webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
        ObjectNode review = webhook.review("conf-map");
        ((ObjectNode) review.at("/request/object/data")).put("hive-site.xml", "<value>${secrets.DB_PASS}</value>");

        assertThat(webhook.validate(review).message()).contains("file hive-site.xml");
    }

    @Test
    void aConfMapWithoutOwnerWaitsForTheUpdateThatAddsIt() throws Exception {
        ObjectNode create = webhook.review("conf-map");
        ((ObjectNode) create.at("/request/object/metadata")).remove("ownerReferences");
        assertThat(webhook.validate(create).allowed()).isTrue();
        webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
        assertThat(webhook.cluster().secrets()).isEmpty();

        ObjectNode update = webhook.review("conf-map");
        ((ObjectNode) update.path("request")).put("operation", "UPDATE");
        ((ObjectNode) update.path("request")).set("oldObject", create.at("/request/object"));
        assertThat(webhook.validate(update).allowed()).isTrue();
        webhook.cluster().awaitSecrets(1);
    }

    @Test
    void anUpdateByTheGarbageCollectorPassesThoughTheDriverIsGone() throws Exception {
        ObjectNode update = webhook.review("conf-map");
        ((ObjectNode) update.path("request")).put("operation", "UPDATE");
        ((ObjectNode) update.path("request"))
                .set("oldObject", update.at("/request/object").deepCopy());
        assertThat(webhook.validate(update).allowed()).isTrue();

        ((ObjectNode) update.at("/request/object/metadata")).remove("ownerReferences");
        assertThat(webhook.validate(update).allowed()).isTrue();
    }

    @Test
    void theConfMapOfExecutorsAndOtherKindsPass() throws Exception {
        ObjectNode executors = webhook.review("conf-map");
        ((ObjectNode) executors.path("request")).put("name", "spark-exec-00d413a20a473280-conf-map");
        ((ObjectNode) executors.at("/request/object/data"))
                .put("spark.properties", "spark.kubernetes.namespace=spark\n");
        assertThat(webhook.validate(executors).allowed()).isTrue();

        ObjectNode service = webhook.review("driver-pod");
        ((ObjectNode) service.at("/request/kind")).put("kind", "Service");
        ((ObjectNode) service.at("/request/resource")).put("resource", "services");
        assertThat(webhook.mutate(service).operations()).isZero();
        assertThat(webhook.validate(service).allowed()).isTrue();

        ObjectNode delete = webhook.review("driver-pod");
        ((ObjectNode) delete.path("request")).put("operation", "DELETE");
        assertThat(webhook.validate(delete).allowed()).isTrue();
    }

    @Test
    void aStoreThatIsTooSlowIsNamedWithinTheDeadlineAndMayBeTriedAgain() throws Exception {
        webhook.whileTheStoreSleeps(() -> {
            Answer late = webhook.submit(driverWith("PROBE_DB", "${secrets.DB_PASS}"));
            assertThat(late.allowed()).isFalse();
            assertThat(late.code()).isEqualTo(503);
            assertThat(late.message()).contains("the store \"database\" did not answer within");

            Answer alsoWrong = webhook.submit(driverWith("PROBE_DB", "${secrets.finance/LEDGER}"));
            assertThat(alsoWrong.code()).as("what needs mending is no outage").isEqualTo(403);
        });
    }

    @Test
    void noValueIsInAnyAnswer() throws Exception {
        webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
        webhook.validate(webhook.review("conf-map"));
        webhook.cluster().awaitSecrets(1);
        webhook.admit(webhook.review("executor-pod-1"), "exec-1");
        webhook.submit(driverWith("PROBE_DB", "${secrets.NUL}"));

        assertThat(webhook.answers()).isNotEmpty().noneMatch(answer -> answer.contains("value-"));
        assertThat(webhook.cluster().secrets().stream().map(DeliverySecret::toString))
                .noneMatch(text -> text.contains("value-"));
        assertThat(webhook.log().anyMatch(line -> line.contains("validate")))
                .as("the log is captured")
                .isTrue();
        assertThat(webhook.log()
                        .filter(line -> line.contains("value-"))
                        .map(line -> "a line of " + line.length() + " characters"))
                .as("log lines with a value")
                .isEmpty();
        assertThat(webhook.metrics()).contains("admission").doesNotContain("value-");
    }

    private ObjectNode driverWith(String variable, String value) {
        return set(webhook.review("driver-pod"), variable, value);
    }

    private ObjectNode confMapWith(String properties) {
        ObjectNode review = webhook.review("conf-map");
        ((ObjectNode) review.at("/request/object/data")).put("spark.properties", properties);
        return review;
    }

    private static ObjectNode set(ObjectNode review, String variable, String value) {
        for (JsonNode env : review.at("/request/object/spec/containers/0/env")) {
            if (env.path("name").asString().equals(variable)) {
                ((ObjectNode) env).put("value", value);
                return review;
            }
        }
        throw new IllegalArgumentException("no variable " + variable);
    }

    private static Properties properties(DeliverySecret secret, String key) throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(text(secret, key)));
        return properties;
    }

    private static String text(DeliverySecret secret, String key) {
        assertThat(secret.data()).containsKey(key);
        return secret.data().getOrDefault(key, SecretValue.of("")).reveal();
    }
}
