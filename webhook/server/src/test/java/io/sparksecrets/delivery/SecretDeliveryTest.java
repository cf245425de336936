package io.sparksecrets.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.pod.Delivery;
import io.sparksecrets.pod.DeliveryOwner;
import io.sparksecrets.pod.OwnerReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SecretDeliveryTest {

    private static final OwnerReference DRIVER = OwnerReference.toPod("driver", "uid-1");

    private final AskedCluster cluster = new AskedCluster();
    private Duration now = Duration.ZERO;
    private final SecretDelivery delivery = new SecretDelivery(cluster, () -> now.toNanos());

    @AfterEach
    void close() {
        delivery.close();
    }

    @Test
    void inABurstOfExecutorsOnlyTheFirstOneCostsARequest() {
        for (int i = 0; i < 500; i++) {
            create("etl", "delivery", DRIVER);
        }
        assertThat(cluster.asked).containsExactly("etl/delivery of uid-1");
    }

    @Test
    void whatSomebodyDeletedIsCreatedAgainForAnExecutorTenSecondsLater() {
        create("etl", "delivery", DRIVER);
        now = SecretDelivery.MEMORY;
        create("etl", "delivery", DRIVER);
        assertThat(cluster.asked).hasSize(2);
    }

    @Test
    void aSecretOfTheSameNameForAnotherNamespaceOrAnotherDriverIsAnotherOne() {
        create("etl", "delivery", DRIVER);
        create("ml", "delivery", DRIVER);
        create("etl", "delivery", OwnerReference.toPod("driver", "uid-2"));
        create("etl", "another", DRIVER);
        assertThat(cluster.asked)
                .containsExactly(
                        "etl/delivery of uid-1",
                        "ml/delivery of uid-1",
                        "etl/delivery of uid-2",
                        "etl/another of uid-1");
    }

    @Test
    void whatWasNotCreatedIsTriedAgainByTheNextExecutor() {
        cluster.refuses = true;
        assertThatThrownBy(() -> create("etl", "delivery", DRIVER)).isInstanceOf(ClusterException.class);
        cluster.refuses = false;
        create("etl", "delivery", DRIVER);
        assertThat(cluster.asked).hasSize(2);
    }

    private void create(String namespace, String name, OwnerReference owner) {
        delivery.create(
                namespace, new Delivery(name, new DeliveryOwner.Existing(owner), "", List.of()), owner, Map.of());
    }

    /** A cluster that keeps what it was asked to create. */
    private static final class AskedCluster implements Cluster {

        private final List<String> asked = new ArrayList<>();
        private boolean refuses;

        @Override
        public Creation create(DeliverySecret secret) {
            asked.add("%s/%s of %s"
                    .formatted(secret.namespace(), secret.name(), secret.owner().uid()));
            if (refuses) {
                throw new ClusterException(ClusterException.Reason.INVALID, "no");
            }
            return Creation.CREATED;
        }

        @Override
        public Optional<JsonNode> pod(String namespace, String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void patchPod(String namespace, String name, JsonNode patch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void create(PodEvent event) {
            throw new UnsupportedOperationException();
        }
    }
}
