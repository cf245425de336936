package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.e2e.webhook.Webhook;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Replicas go and come under a stream of pods. */
@EndToEndTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ReplicasIT {

    private static final String NAMESPACE = "replicas";
    private static final int PODS = 200;
    private static final int POD_THREADS = 8;

    private Installation installation;
    private KubernetesClient client;
    private Webhook webhook;
    private Pod driver;
    private int streams;

    @BeforeAll
    void createDriver(Installation installation) throws Exception {
        this.installation = installation;
        client = installation.client();
        webhook = installation.webhook(NAMESPACE, "{}");
        new Secrets(webhook).put("REPLICAS_KEY");
        installation.createNamespace(NAMESPACE, webhook);
        driver = client.resource(DriverPods.driver(NAMESPACE, "driver", "spark-drv-replicas-conf-map", "REPLICAS_KEY"))
                .create();
    }

    @AfterAll
    void uninstall() {
        client.pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
        webhook.close();
    }

    @Test
    void noPodIsRefusedWhileReplicasAreReplacedOneByOne() throws Exception {
        Set<String> before = names(webhook.replicas());

        Stream stream = whileCreating(
                List.of(this::createExecutor, this::createPodThatOwnsItsSecret, this::createDriverWithItsConfMap),
                webhook::replaceReplicas);

        assertThat(names(webhook.replicas())).doesNotContainAnyElementsOf(before);
        System.out.printf(
                "%d pods while both replicas were replaced%n", stream.created().size());
        assertThat(stream.refusals()).isEmpty();
        assertThat(stream.created()).hasSizeGreaterThan(50).allSatisfy(ReplicasIT::assertHoldsNoReference);
        awaitDeliverySecretOfEach(uids(stream.created().stream()
                .filter(pod -> pod.getMetadata().getOwnerReferences().isEmpty())
                .toList()));
    }

    @Test
    void aReplicaThatIsKilledCostsAtMostTheCallsThatItHad() throws Exception {
        Pod victim = webhook.replicas().getFirst();

        Stream stream = whileCreating(List.of(this::createExecutor), () -> {
            installation.cluster().kill(victim);
            Waiting.until(
                    "the replica to be started again",
                    Duration.ofMinutes(2),
                    () -> client.pods().resource(victim).require().getStatus().getContainerStatuses().stream()
                            .allMatch(status -> status.getRestartCount() > 0 && status.getReady()));
        });

        System.out.printf(
                "%d pods while a replica was killed and started again, %d of them after a refusal%n",
                stream.created().size(), stream.refusals().size());
        assertThat(stream.refusals())
                .as("refused by the API server, which had no answer")
                .allSatisfy(refusal -> assertThat(refusal).contains("failed calling webhook"));
        assertThat(stream.created())
                .hasSizeGreaterThan(stream.refusals().size())
                .allSatisfy(ReplicasIT::assertHoldsNoReference);
    }

    @Test
    void podsWhoseReplicaIsKilledBetweenItsAnswerAndItsDeliveryGetTheirSecretsFromTheOther() throws Exception {
        Pod victim = webhook.replicas().getFirst();
        List<Pod> created = new CopyOnWriteArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(POD_THREADS)) {
            IntStream.range(0, PODS)
                    .forEach(i -> threads.execute(() -> created.add(untilCreated(notScheduled("own-" + i)))));
            Waiting.until("the first pods", Duration.ofMinutes(1), () -> created.size() >= PODS / 4);
            installation.cluster().kill(victim);
        }

        Set<String> late = uids(created);
        late.removeAll(new DeliverySecrets(installation, NAMESPACE).owners());
        awaitDeliverySecretOfEach(uids(created));
        System.out.printf(
                "%d pods, %d of them without their Secret when the last was created and a replica had been killed%n",
                PODS, late.size());
    }

    private void awaitDeliverySecretOfEach(Set<String> uids) throws IOException {
        DeliverySecrets delivered = new DeliverySecrets(installation, NAMESPACE);
        Waiting.until(
                "a delivery Secret of each pod",
                Duration.ofMinutes(1),
                () -> delivered.owners().containsAll(uids));
    }

    private Pod createExecutor(String name) {
        return client.resource(DriverPods.executor(driver, name, "REPLICAS_KEY"))
                .create();
    }

    private Pod createPodThatOwnsItsSecret(String name) {
        return client.resource(notScheduled(name)).create();
    }

    private Pod createDriverWithItsConfMap(String name) {
        String confMap = "spark-drv-" + name + "-conf-map";
        Pod created = client.resource(notScheduled(DriverPods.driver(NAMESPACE, name, confMap, "REPLICAS_KEY")))
                .create();
        client.resource(DriverPods.confMap(NAMESPACE, confMap, created, "REPLICAS_KEY"))
                .create();
        return created;
    }

    /** A pod that owns its Secret and that no node takes. */
    private static Pod notScheduled(String name) {
        return notScheduled(DriverPods.pod(NAMESPACE, name, Map.of(), "REPLICAS_KEY"));
    }

    private static Pod notScheduled(Pod pod) {
        return pod.edit()
                .editSpec()
                .withNodeSelector(Map.of("there-is", "no-such-node"))
                .endSpec()
                .build();
    }

    private Pod untilCreated(Pod pod) {
        while (true) {
            try {
                return client.resource(pod).create();
            } catch (KubernetesClientException e) {
                if (!String.valueOf(e.getMessage()).contains("failed calling webhook")) {
                    throw e;
                }
            }
        }
    }

    /** Pods that were created, and why others were refused. */
    private record Stream(List<Pod> created, List<String> refusals) {}

    /** Has a pod of one kind stored, under a name, with what belongs to it. */
    @FunctionalInterface
    private interface Creation {
        Pod create(String name);
    }

    /** What happens in the meantime. */
    @FunctionalInterface
    private interface Event {
        void run() throws Exception;
    }

    private Stream whileCreating(List<Creation> kinds, Event event) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        String prefix = "stream-" + streams++ + "-";
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Stream> stream = CompletableFuture.supplyAsync(() -> create(kinds, prefix, over), thread);
            try {
                event.run();
            } finally {
                over.set(true);
            }
            return stream.get();
        }
    }

    /** One after another, of each kind in turn. */
    private static Stream create(List<Creation> kinds, String prefix, AtomicBoolean over) {
        Stream stream = new Stream(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; !over.get(); i++) {
            try {
                stream.created().add(kinds.get(i % kinds.size()).create(prefix + i));
            } catch (KubernetesClientException e) {
                stream.refusals().add(e.getMessage());
            }
        }
        return stream;
    }

    private static void assertHoldsNoReference(Pod pod) {
        assertThat(pod.getSpec().getContainers().getFirst().getEnv().getFirst().getValue())
                .isNull();
    }

    private static Set<String> uids(List<Pod> pods) {
        return pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<String> names(List<Pod> pods) {
        return pods.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
    }
}
