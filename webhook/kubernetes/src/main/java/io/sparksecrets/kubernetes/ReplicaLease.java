package io.sparksecrets.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes part in the election of the replica whose turn it is to do what one of them does for all. */
public final class ReplicaLease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaLease.class);
    private static final Duration DURATION = Duration.ofSeconds(15);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final String task;
    private final String identity = System.getenv().getOrDefault("HOSTNAME", "") + "_" + UUID.randomUUID();
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean held;

    /** @param task what the replica does that holds the Lease, for the log: {@code publishes whom to trust} */
    public ReplicaLease(KubernetesClient client, String namespace, String name, String task) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        this.task = task;
    }

    /**
     * Takes part in the election, in the background, until {@link #close}.
     *
     * @param taken told when the turn is this replica's
     */
    public void start(Runnable taken) {
        thread.execute(() -> takePart(taken));
    }

    /** Whether it is the turn of this replica. */
    public boolean isHeld() {
        return held;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            boolean ended = thread.awaitTermination(5, TimeUnit.SECONDS);
            LOG.debug("election ended: {}", ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takePart(Runnable taken) {
        try {
            while (true) {
                run(elector(taken));
                Thread.sleep(RETRY);
            }
        } catch (InterruptedException e) {
            LOG.debug("election of {}/{} left", namespace, name);
        }
    }

    /** An elector takes part until it was elected and has lost the Lease. */
    private static void run(LeaderElector elector) throws InterruptedException {
        CompletableFuture<?> election = elector.start();
        try {
            election.get();
        } catch (InterruptedException e) {
            // Cancelled while it holds the Lease, it gives it back.
            election.cancel(true);
            throw e;
        } catch (ExecutionException | RuntimeException e) {
            LOG.warn("election failed ({}); trying again", e.getClass().getSimpleName());
        }
    }

    private LeaderElector elector(Runnable taken) {
        LeaderCallbacks callbacks = new LeaderCallbacks(
                () -> {
                    held = true;
                    taken.run();
                },
                () -> held = false,
                leader -> LOG.info("{} {}", leader, task));
        return client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName(name)
                        .withLeaseDuration(DURATION)
                        .withRenewDeadline(RENEW_DEADLINE)
                        .withRetryPeriod(RETRY)
                        .withReleaseOnCancel(true)
                        .withLock(new ReplicaLock(namespace, name, identity))
                        .withLeaderCallbacks(callbacks)
                        .build())
                .build();
    }
}
