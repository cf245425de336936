package io.sparksecrets.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.CapturedLog;
import io.sparksecrets.pod.Delivery;
import io.sparksecrets.pod.DeliveryOwner;
import io.sparksecrets.pod.OwnerReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

    @Test
    void aSecretOfADeletedPodIsReplacedWhenItIsGoneForThePodThatWasCreatedAgainFromItsStoredManifest() {
        cluster.leftBehind = 3;

        delivery.createOnceStored(
                "etl", new Delivery("delivery", new DeliveryOwner.PodItself(), "u", List.of()), DRIVER, Map.of());
        delivery.close();

        assertThat(cluster.asked).hasSize(4);
    }

    @Test
    void aSecretThatIsThereStaysWithoutAWordWhenTheSamePodIsAskedForTwice() {
        cluster.leftBehind = Integer.MAX_VALUE;
        try (CapturedLog log = new CapturedLog()) {
            delivery.createOnceStored(
                    "etl", new Delivery("delivery", new DeliveryOwner.PodItself(), "u", List.of()), DRIVER, Map.of());
            delivery.close();

            assertThat(log.lines().filter(line -> line.contains("was not created")))
                    .isEmpty();
        }
        assertThat(cluster.asked).hasSizeBetween(2, 20);
    }

    private void create(String namespace, String name, OwnerReference owner) {
        delivery.create(
                namespace,
                new Delivery(name, new DeliveryOwner.Application(owner, "spark-1"), "", List.of()),
                owner,
                Map.of());
    }

    /** A cluster that keeps what it was asked to create. */
    private static final class AskedCluster implements Cluster {

        private final List<String> asked = new CopyOnWriteArrayList<>();
        private boolean refuses;

        /** How often it answers that there is a Secret of that name. */
        private int leftBehind;

        @Override
        public Creation create(DeliverySecret secret) {
            asked.add("%s/%s of %s"
                    .formatted(secret.namespace(), secret.name(), secret.owner().uid()));
            if (refuses) {
                throw new ClusterException(ClusterException.Reason.INVALID, "no");
            }
            return asked.size() <= leftBehind ? Creation.ALREADY_EXISTS : Creation.CREATED;
        }

        @Override
        public Optional<JsonNode> pod(String namespace, String name) {
            return Optional.of(
                    JsonMapper.shared().readTree("{\"metadata\": {\"name\": \"driver\", \"uid\": \"uid-1\"}}"));
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
