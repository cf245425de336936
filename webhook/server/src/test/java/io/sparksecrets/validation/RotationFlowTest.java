package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.ReportedCase;
import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.reference.SecretValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a new value means for what runs already, and for what starts after it, as the README's table tells it. */
@SuppressWarnings("NullAway.Init")
@TestInstance(Lifecycle.PER_CLASS)
class RotationFlowTest {

    private static final String CONTROLLER = "system:serviceaccount:kube-system:statefulset-controller";

    private WebhookUnderTest webhook;

    @BeforeAll
    void start(@TempDir Path directory) {
        webhook = WebhookUnderTest.start(directory);
    }

    @BeforeEach
    void writeOldValues() {
        for (String path : new String[] {"CONF_PASS", "DB_PASS", "EXE_PASS", "OPT_PASS", "DB_PASSWORD"}) {
            webhook.write(path, "old");
        }
        webhook.startAfresh();
    }

    @AfterAll
    void stop() {
        webhook.stop();
    }

    @Test
    void aRunningDriverKeepsItsValuesAndTheNextOneGetsTheNew() throws Exception {
        DeliverySecret running = driver();
        webhook.write("DB_PASS", "new");
        String name = running.name();

        assertThat(webhook.validate(webhook.review("conf-map")).allowed()).isTrue();
        assertThat(webhook.cluster().secrets()).containsExactly(running);

        webhook.startAfresh();
        DeliverySecret restarted = driver();
        assertThat(restarted.name()).isNotEqualTo(name);
        assertThat(values(restarted)).contains("new");
        assertThat(values(running)).doesNotContain("new");
    }

    @Test
    void theExecutorsToComeOfAnApplicationGetWhatItsFirstOneGot() throws Exception {
        webhook.admit(webhook.review("executor-pod-1"), "exec-1");
        DeliverySecret first = webhook.cluster().secrets().getFirst();
        webhook.write("EXE_PASS", "new");

        webhook.admit(webhook.review("executor-pod-2"), "exec-2");

        assertThat(webhook.cluster().secrets()).containsExactly(first);
        assertThat(values(first)).doesNotContain("new");
    }

    @Test
    void anotherApplicationOfTheSameNotebookGetsTheNewValue() throws Exception {
        webhook.cluster().store(notebook());
        JsonNode first = webhook.admit(webhook.review("executor-pod-1"), "exec-1");
        webhook.write("EXE_PASS", "new");
        ObjectNode review = webhook.review("executor-pod-2");
        ((ObjectNode) review.at("/request/object/metadata/labels")).put("spark-app-selector", "spark-another");

        JsonNode other = webhook.admit(review, "exec-2");

        assertThat(secretOf(other).name()).isNotEqualTo(secretOf(first).name());
        assertThat(secretOf(other).owner()).isEqualTo(secretOf(first).owner());
        assertThat(values(secretOf(other))).contains("new");
    }

    /** The pod that drives the executors, without Spark's labels. */
    private JsonNode notebook() {
        ObjectNode pod =
                (ObjectNode) webhook.review("driver-pod").at("/request/object").deepCopy();
        ((ObjectNode) pod.path("metadata")).put("uid", webhook.driverUid()).remove("labels");
        return pod;
    }

    @ParameterizedTest
    @CsvSource({
        "apps/v1, StatefulSet",
        "apps/v1, ReplicaSet",
        "apps/v1, DaemonSet",
        "batch/v1, Job",
        "sparkoperator.k8s.io/v1alpha1, SparkConnect",
    })
    void aPodThatItsOwnerCreatesAnewGetsTheNewValueAndOneThatRunsKeepsItsOwn(String apiVersion, String kind)
            throws Exception {
        ObjectNode review = owned(apiVersion, kind);
        String firstUid = UUID.randomUUID().toString();
        DeliverySecret first = secretOf(webhook.admit(review, firstUid));
        webhook.write("DB_PASSWORD", "new");

        String secondUid = UUID.randomUUID().toString();
        DeliverySecret second = secretOf(webhook.admit(review, secondUid));

        assertThat(second.name()).isNotEqualTo(first.name());
        assertThat(first.owner()).isEqualTo(OwnerReference.toPod("nb-0", firstUid));
        assertThat(second.owner()).isEqualTo(OwnerReference.toPod("nb-0", secondUid));
        assertThat(revealed(first, "reference-0")).isEqualTo("old");
        assertThat(revealed(second, "reference-0")).isEqualTo("new");
    }

    @ParameterizedTest
    @CsvSource({"StatefulSet", "ReplicaSet"})
    void anExecutorThatAControllerCreatesAnewGetsWhatTheFirstOneOfItsApplicationGot(String kind) throws Exception {
        String set = UUID.randomUUID().toString();
        ObjectNode review = webhook.review("executor-pod-1");
        ((ObjectNode) review.path("request")).putObject("userInfo").put("username", CONTROLLER);
        ((ObjectNode) review.at("/request/object/metadata"))
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", kind)
                .put("name", "spark-s-1-0")
                .put("uid", set)
                .put("controller", true);
        DeliverySecret first = secretOf(webhook.admit(review, "exec-1"));
        webhook.write("EXE_PASS", "new");

        assertThat(secretOf(webhook.admit(review, "exec-1-again"))).isSameAs(first);
        assertThat(first.owner()).isEqualTo(new OwnerReference("apps/v1", kind, "spark-s-1-0", set));
    }

    @Test
    void anExecutorOfADriverOutsideTheClusterWithoutAnyOwnerGetsTheNewValue() throws Exception {
        ObjectNode review = webhook.review("executor-pod-1");
        ((ObjectNode) review.at("/request/object/metadata")).remove("ownerReferences");
        ((ObjectNode) review.path("request")).putObject("userInfo").put("username", "admin");
        DeliverySecret first = secretOf(webhook.admit(review, "exec-1"));
        webhook.write("EXE_PASS", "new");

        DeliverySecret second = secretOf(webhook.admit(review, "exec-2"));

        assertThat(values(first)).doesNotContain("new");
        assertThat(values(second)).contains("new");
    }

    private DeliverySecret driver() throws Exception {
        webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
        assertThat(webhook.validate(webhook.review("conf-map")).allowed()).isTrue();
        return webhook.cluster().awaitSecret();
    }

    /** The Secret for which a stored pod waits. */
    private DeliverySecret secretOf(JsonNode pod) throws IOException {
        String annotation =
                pod.at("/metadata/annotations").path("sparksecrets.io/delivery").asString();
        return webhook.cluster()
                .awaitSecret(
                        JsonMapper.shared().readTree(annotation).path("secret").asString());
    }

    private static String revealed(DeliverySecret secret, String key) {
        return Objects.requireNonNull(secret.data().get(key)).reveal();
    }

    private static String values(DeliverySecret secret) {
        return secret.data().values().stream().map(SecretValue::reveal).toList().toString();
    }

    /** A pod of a notebook, as its owner creates it. */
    private ObjectNode owned(String apiVersion, String kind) {
        ObjectNode review = webhook.review("driver-pod");
        ObjectNode request = (ObjectNode) review.path("request");
        request.put("name", "nb-0").put("namespace", "team-a");
        request.putObject("userInfo").put("username", CONTROLLER);
        ObjectNode pod = new ReportedCase("rotation-statefulset/pod.yaml").pod();
        ((ObjectNode) pod.at("/metadata/ownerReferences/0"))
                .put("apiVersion", apiVersion)
                .put("kind", kind);
        request.set("object", pod);
        return review;
    }
}
