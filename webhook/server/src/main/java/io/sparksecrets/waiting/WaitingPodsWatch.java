package io.sparksecrets.waiting;

import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.WaitingPod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the pods that wait to run and may have no delivery Secret, because the replica that admitted them has gone or gave up: it
 * lists them again and again while it is this replica's turn, by their metadata alone, and delivers to those that have been waiting
 * for a while.
 *
 * <p>A pod that may wait for a node for hours is tried once; one whose delivery fails is tried ever more seldom.
 */
public final class WaitingPodsWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingPodsWatch.class);

    static final Duration PERIOD = Duration.ofSeconds(2);

    /** Longer than {@link PendingDeliveries} tries by itself. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** A pod that waits, and when it is tried next. */
    private record Due(long nanoTime, Duration pause) {}

    private final Cluster cluster;
    private final PendingDeliveries deliveries;
    private final FailedDeliveries failures;
    private final List<String> namespaces;
    private final BooleanSupplier isOurTurn;
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<WaitingPod, Due> waiting = new ConcurrentHashMap<>();
    private final Set<WaitingPod> delivered = ConcurrentHashMap.newKeySet();
    private String problem = "";

    /**
     * A watch that begins with {@link #start}.
     *
     * @param namespaces where pods are looked for; empty for everywhere
     * @param isOurTurn whether this replica is the one that looks
     */
    public WaitingPodsWatch(
            Cluster cluster,
            PendingDeliveries deliveries,
            FailedDeliveries failures,
            List<String> namespaces,
            BooleanSupplier isOurTurn) {
        this.cluster = cluster;
        this.deliveries = deliveries;
        this.failures = failures;
        this.namespaces = namespaces.isEmpty() ? List.of("") : List.copyOf(namespaces);
        this.isOurTurn = isOurTurn;
    }

    /** Looks from now on. */
    public void start() {
        thread.execute(() -> {
            try {
                while (true) {
                    Thread.sleep(PERIOD);
                    if (isOurTurn.getAsBoolean() && !cluster.isNone()) {
                        look();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void look() {
        List<WaitingPod> found = new ArrayList<>();
        try {
            for (String namespace : namespaces) {
                found.addAll(cluster.waitingPods(namespace));
            }
            problem = "";
        } catch (ClusterException e) {
            // Once, and not every two seconds.
            if (!e.getMessage().equals(problem)) {
                problem = e.getMessage();
                LOG.warn("pods that wait for their delivery are not looked for: {}", problem);
            }
            return;
        }
        Set<WaitingPod> there = Set.copyOf(found);
        waiting.keySet().retainAll(there);
        delivered.retainAll(there);
        long now = System.nanoTime();
        for (WaitingPod pod : found) {
            if (!delivered.contains(pod)) {
                waiting.putIfAbsent(pod, new Due(now + GRACE.toNanos(), PERIOD));
            }
        }
        // Its close waits for all, so that a pod is not tried twice at the same time.
        try (ExecutorService trying = Executors.newVirtualThreadPerTaskExecutor()) {
            waiting.forEach((pod, due) -> {
                if (due.nanoTime() - now <= 0) {
                    trying.execute(() -> tryNow(pod, due.pause()));
                }
            });
        }
    }

    private void tryNow(WaitingPod pod, Duration pause) {
        Duration longer = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        waiting.put(pod, new Due(System.nanoTime() + pause.toNanos(), longer));
        try {
            switch (deliveries.attempt(pod)) {
                case Attempt.Delivered now -> {
                    if (now.created()) {
                        LOG.info("delivered to pod {}, which had been left waiting", pod);
                    }
                    settled(pod);
                }
                case Attempt.WasThere there -> settled(pod);
                case Attempt.NothingToDo nothing -> settled(pod);
                case Attempt.Failed failed -> failures.tell(pod, failed);
                case Attempt.NotStored missing ->
                    LOG.debug("delivery to pod {}: {} is not stored", pod, missing.what());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("delivery to pod {} failed: {}", pod, e.getClass().getName());
        }
    }

    private void settled(WaitingPod pod) {
        waiting.remove(pod);
        delivered.add(pod);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            boolean ended = thread.awaitTermination(5, TimeUnit.SECONDS);
            LOG.debug("watch of waiting pods ended: {}", ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
