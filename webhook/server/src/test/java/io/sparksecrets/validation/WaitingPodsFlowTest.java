package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.delivery.PodEvent;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.validation.WebhookUnderTest.Latch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pods that are stored while no replica knows of them any more: the one that answered is gone. */
@SuppressWarnings("NullAway.Init")
class WaitingPodsFlowTest {

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
    void aPodThatOwnsItsSecretIsFound() throws Exception {
        JsonNode pod = mutated(webhook.reviewOfNotebook("notebook"), "notebook-uid");
        webhook.cluster().store(pod);

        DeliverySecret secret = webhook.cluster().awaitSecret();

        assertThat(secret.owner()).isEqualTo(OwnerReference.toPod("notebook", "notebook-uid"));
        assertThat(secret.data()).containsEntry("reference-0", SecretValue.of("value-of-DB_PASS"));
    }

    @Test
    void aDriverWhoseConfMapIsThereIsFound() throws Exception {
        webhook.cluster().store(mutated(webhook.review("driver-pod"), webhook.driverUid()));
        webhook.cluster().storeConfigMap(webhook.review("conf-map").at("/request/object"));

        assertThat(webhook.cluster().awaitSecret().data()).containsKey("spark.properties");
    }

    @Test
    void aDriverWaitsForAConfMapOfItsOwnAndAPodWithALabelOfItsOwnMakingGetsNothing() throws Exception {
        ObjectNode labelled = (ObjectNode) webhook.reviewOfNotebook("labelled").at("/request/object");
        ((ObjectNode) labelled.path("metadata"))
                .put("uid", "labelled-uid")
                .putObject("labels")
                .put("sparksecrets.io/delivery", "after-pod");
        webhook.cluster().store(labelled);
        webhook.cluster().store(mutated(webhook.review("driver-pod"), webhook.driverUid()));
        ObjectNode ofAnother =
                (ObjectNode) webhook.review("conf-map").at("/request/object").deepCopy();
        ((ObjectNode) ofAnother.at("/metadata/ownerReferences/0")).put("uid", "another");
        webhook.cluster().storeConfigMap(ofAnother);
        Thread.sleep(7_000);
        assertThat(webhook.cluster().secrets()).isEmpty();
        assertThat(webhook.cluster().events()).isEmpty();

        webhook.cluster().storeConfigMap(webhook.review("conf-map").at("/request/object"));

        assertThat(webhook.cluster().awaitSecret().data()).containsKey("spark.properties");
    }

    @Test
    void moreThanMayWaitAreFoundToo() throws Exception {
        List<JsonNode> pods = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ObjectNode review = webhook.reviewOfNotebook("notebook-" + i);
            JsonNode pod = mutated(review, UUID.randomUUID().toString());
            ((ObjectNode) review.path("request")).set("object", pod);
            assertThat(webhook.validate(review).allowed()).isTrue();
            pods.add(pod);
        }
        Thread.sleep(3_500);
        assertThat(webhook.cluster().secrets()).as("none of the pods is stored").isEmpty();

        pods.forEach(webhook.cluster()::store);

        assertThat(webhook.cluster().awaitSecrets(100)).hasSize(100);
    }

    @Test
    void aPodInANamespaceThatDoesNotTakePartHearsWhy() throws Exception {
        webhook.cluster().leaveOut("spark");
        webhook.cluster().store(mutated(webhook.reviewOfNotebook("notebook"), "notebook-uid"));

        PodEvent event = webhook.cluster().awaitEvent();

        assertThat(event.pod()).isEqualTo(OwnerReference.toPod("notebook", "notebook-uid"));
        assertThat(event.reason()).isEqualTo("DeliveryFailed");
        assertThat(event.message()).contains("spark does not take part");
        assertThat(webhook.cluster().secrets()).isEmpty();
    }

    @Test
    void aPodWhoseAnnotationIsNotOursHearsNothingWhereverItIs() throws Exception {
        webhook.cluster().leaveOut("spark");
        ObjectNode labelled = (ObjectNode) webhook.reviewOfNotebook("labelled").at("/request/object");
        ((ObjectNode) labelled.path("metadata"))
                .put("uid", "labelled-uid")
                .putObject("labels")
                .put("sparksecrets.io/delivery", "after-pod");
        webhook.cluster().store(labelled);
        webhook.cluster().store(mutated(webhook.reviewOfNotebook("ours"), "our-uid"));

        assertThat(webhook.cluster().awaitEvent().pod()).isEqualTo(OwnerReference.toPod("ours", "our-uid"));
        Thread.sleep(300);
        assertThat(webhook.cluster().events()).hasSize(1);
    }

    @Test
    void podsThatCannotBeLookedAtKeepNoOthersWaiting() throws Exception {
        try (Latch held = webhook.cluster().holdPodsOf("slow")) {
            for (int i = 0; i < 20; i++) {
                ObjectNode slow = (ObjectNode) mutated(
                        webhook.reviewOfNotebook("slow-" + i), UUID.randomUUID().toString());
                ((ObjectNode) slow.path("metadata")).put("namespace", "slow");
                webhook.cluster().store(slow);
            }
            held.awaitFirst();
            webhook.cluster().store(mutated(webhook.reviewOfNotebook("notebook"), "notebook-uid"));

            assertThat(webhook.cluster().awaitSecret().owner())
                    .isEqualTo(OwnerReference.toPod("notebook", "notebook-uid"));
        }
    }

    @Test
    void whatIsMissingByThenIsToldByAnEventAndDeliveredWhenItIsThere() throws Exception {
        webhook.delete("DB_PASS");
        webhook.cluster().store(mutated(webhook.reviewOfNotebook("notebook"), "notebook-uid"));

        assertThat(webhook.cluster().awaitEvent().message())
                .contains("pod spark/notebook, which waits for it and is tried again")
                .contains("DB_PASS");

        webhook.write("DB_PASS", "value-of-today");
        assertThat(webhook.cluster().awaitSecret().data())
                .containsEntry("reference-0", SecretValue.of("value-of-today"));
    }

    /** A pod as a replica makes it that is gone when the pod is stored. */
    private JsonNode mutated(ObjectNode review, String uid) throws Exception {
        ObjectNode pod = (ObjectNode) webhook.mutate(review).object().deepCopy();
        ((ObjectNode) pod.path("metadata")).put("uid", uid);
        return pod;
    }
}
