package io.sparksecrets.waiting;

import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.WaitingPod;
import io.sparksecrets.retry.Backoff;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    private static final Backoff FIRST_PAUSE = Backoff.doubling(PERIOD, Duration.ofMinutes(1));

    /** A pod that waits, and when it is tried next. */
    private record Due(long nanoTime, Backoff pause) {}

    private final Cluster cluster;
    private final PendingDeliveries deliveries;
    private final FailedDeliveries failures;
    private final List<String> namespaces;
    private final BooleanSupplier isOurTurn;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<WaitingPod, Due> waiting = new ConcurrentHashMap<>();
    private final Set<WaitingPod> delivered = ConcurrentHashMap.newKeySet();
    private final Set<WaitingPod> underWay = ConcurrentHashMap.newKeySet();

    /**
     * A watch that knows of no pod until it looks.
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

    /**
     * Looks once, and returns how long to wait before the next time. Deliveries go on after it, so that those of a store which is
     * slow keep no others waiting.
     *
     * @throws ClusterException when the pods cannot be listed
     */
    public Duration look() {
        if (!isOurTurn.getAsBoolean() || cluster.isNone()) {
            return PERIOD;
        }
        Set<WaitingPod> found = new HashSet<>();
        for (String namespace : namespaces) {
            found.addAll(cluster.waitingPods(namespace));
        }
        waiting.keySet().retainAll(found);
        delivered.retainAll(found);
        long now = System.nanoTime();
        for (WaitingPod pod : found) {
            if (!delivered.contains(pod)) {
                waiting.putIfAbsent(pod, new Due(now + GRACE.toNanos(), FIRST_PAUSE));
            }
        }
        waiting.forEach((pod, due) -> {
            if (due.nanoTime() - now <= 0 && underWay.add(pod)) {
                threads.execute(() -> {
                    try {
                        tryNow(pod, due.pause());
                    } finally {
                        underWay.remove(pod);
                    }
                });
            }
        });
        return PERIOD;
    }

    private void tryNow(WaitingPod pod, Backoff pause) {
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
                case Attempt.Failed failed -> {
                    failures.tell(pod, failed);
                    later(pod, pause);
                }
                case Attempt.NotStored missing -> {
                    LOG.debug("delivery to pod {}: {} is not stored", pod, missing.what());
                    later(pod, pause);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("delivery to pod {} failed: {}", pod, e.getClass().getName());
            later(pod, pause);
        }
    }

    private void later(WaitingPod pod, Backoff pause) {
        long next = System.nanoTime() + pause.pause().toNanos();
        waiting.computeIfPresent(pod, (same, due) -> new Due(next, pause.longer()));
    }

    private void settled(WaitingPod pod) {
        waiting.remove(pod);
        delivered.add(pod);
    }

    /** Gives up what is under way; another replica finds those pods. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
