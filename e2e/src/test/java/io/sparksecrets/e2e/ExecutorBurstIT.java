package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many executors of one application at once; they are created and stored, and no node takes them. */
@EndToEndTest
class ExecutorBurstIT {

    private static final String NAMESPACE = "burst";
    private static final int EXECUTORS = 500;
    private static final int AT_ONCE = 16;

    @Test
    void fiveHundredExecutorsAreCreatedWithoutAFailureAndShareOneDeliverySecret(Installation installation)
            throws Exception {
        Secrets secrets = new Secrets(installation.webhook()).put("BURST_KEY");
        installation.createNamespace(NAMESPACE);
        KubernetesClient client = installation.client();
        Pod driver = client.resource(DriverPods.driver(NAMESPACE, "driver", "spark-drv-burst-conf-map", "BURST_KEY"))
                .create();

        Instant begin = Instant.now();
        List<Duration> taken = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Duration>> created = IntStream.range(0, EXECUTORS)
                    .mapToObj(i -> DriverPods.executor(driver, "executor-" + i, "BURST_KEY"))
                    .map(executor -> threads.submit(() -> {
                        Instant start = Instant.now();
                        client.resource(executor).create();
                        return Duration.between(start, Instant.now());
                    }))
                    .toList();
            for (Future<Duration> one : created) {
                taken.add(one.get());
            }
        }
        Duration all = Duration.between(begin, Instant.now());

        List<Duration> sorted = taken.stream().sorted().toList();
        System.out.printf(
                "%d executor pods, %d at a time, in %d ms: median %d ms, 99 of 100 within %d ms, slowest %d ms%n",
                EXECUTORS,
                AT_ONCE,
                all.toMillis(),
                sorted.get(EXECUTORS / 2).toMillis(),
                sorted.get(EXECUTORS * 99 / 100).toMillis(),
                sorted.getLast().toMillis());
        List<Pod> stored = client.pods()
                .inNamespace(NAMESPACE)
                .withLabel("spark-role", "executor")
                .list()
                .getItems();
        assertThat(stored)
                .hasSize(EXECUTORS)
                .allSatisfy(executor -> assertThat(executor.getSpec()
                                .getContainers()
                                .getFirst()
                                .getEnv()
                                .getFirst()
                                .getValueFrom()
                                .getSecretKeyRef()
                                .getKey())
                        .isNotEmpty());
        DeliverySecrets delivered = new DeliverySecrets(installation, NAMESPACE);
        assertThat(delivered.names()).hasSize(1).isEqualTo(delivered.namesWith(secrets.value("BURST_KEY")));

        client.pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
        delivered.awaitEnd();
    }
}
