package io.sparksecrets.command;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates pods with a reference, one after the other on each of two threads, until it is closed. */
final class PodLoad implements AutoCloseable {

    private static final int THREADS = 2;

    private final KubernetesClient client;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger expected = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile boolean failuresAreExpected;
    private volatile boolean done;

    PodLoad(KubernetesClient client) {
        this.client = client;
        for (int i = 0; i < THREADS; i++) {
            threads.execute(this::run);
        }
    }

    /** Waits until so many more pods were created, or one was refused that should not have been. */
    void awaitMore(int pods) throws IOException {
        int enough = created.get() + pods;
        Waiting.until(
                pods + " more pods", Duration.ofSeconds(90), () -> created.get() >= enough || !failures.isEmpty());
    }

    /** From now on it is, or is not, as it should be that pods are refused. */
    void expectFailures(boolean expect) {
        failuresAreExpected = expect;
    }

    int created() {
        return created.get();
    }

    /** What was refused though nothing was to be. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    int expectedFailures() {
        return expected.get();
    }

    private void run() {
        while (!done) {
            boolean mayFailFromTheStart = failuresAreExpected;
            try {
                client.pods()
                        .inNamespace(ReplicasOnApiServer.JOBS)
                        .resource(pod())
                        .create();
                created.incrementAndGet();
            } catch (KubernetesClientException e) {
                if (mayFailFromTheStart || failuresAreExpected) {
                    expected.incrementAndGet();
                } else if (!done) {
                    failures.add(String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private static Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName("job-")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("image")
                .addNewEnv()
                .withName("KEY")
                .withValue("${secrets.KEY}")
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
    }

    @Override
    public void close() {
        done = true;
        threads.close();
    }
}
