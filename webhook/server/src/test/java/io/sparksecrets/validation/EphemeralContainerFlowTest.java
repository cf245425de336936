package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.demo.AdmissionClient.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A review as {@code kubectl debug} causes it, through HTTPS. */
class EphemeralContainerFlowTest {

    @SuppressWarnings("NullAway.Init")
    private WebhookUnderTest webhook;

    private final ObjectNode review = WebhookUnderTest.resource("/cases/ephemeral-container/review.json");

    @BeforeEach
    void start(@TempDir Path directory) {
        webhook = WebhookUnderTest.start(directory);
        webhook.write("DB_PASSWORD", "hunter2");
    }

    @AfterEach
    void stop() {
        webhook.stop();
    }

    @Test
    void aReferenceInAnEphemeralContainerIsRefusedWithWhatToDoInstead() throws Exception {
        Answer denied = webhook.validate(review);

        assertThat(denied.allowed()).isFalse();
        assertThat(denied.code()).isEqualTo(403);
        assertThat(denied.message()).isEqualTo("""
                        Spark Secrets refuses an ephemeral container of pod team-a/p:
                         - ephemeral container dbg, env A: refers to the secret "DB_PASSWORD", but an ephemeral container gets no \
                        values; run this in a container that has them, by kubectl exec, or in a pod of its own""");
        assertThat(webhook.cluster().secrets()).isEmpty();
    }

    @Test
    void anUpdateThatBringsNoReferencePasses() throws Exception {
        ((ObjectNode) review.path("request")).set("oldObject", review.at("/request/object"));
        assertThat(webhook.validate(review).allowed()).isTrue();
    }

    @Test
    void withoutTheStoredPodAllOfThemAreLookedAt() throws Exception {
        ((ObjectNode) review.path("request")).remove("oldObject");
        assertThat(webhook.validate(review).allowed()).isFalse();
    }

    @Test
    void anotherSubresourceOrAPodsOwnUpdateIsNotItsMatter() throws Exception {
        ((ObjectNode) review.path("request")).put("subResource", "status");
        assertThat(webhook.validate(review).allowed()).isTrue();
        ((ObjectNode) review.path("request")).remove("subResource");
        assertThat(webhook.validate(review).allowed()).isTrue();
        assertThat(webhook.mutate(review).operations()).isZero();
    }
}
