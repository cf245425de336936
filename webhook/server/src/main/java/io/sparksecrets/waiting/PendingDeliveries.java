package io.sparksecrets.waiting;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sparksecrets.delivery.WaitingPod;
import io.sparksecrets.retry.Backoff;
import io.sparksecrets.validation.Deliveries;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers to the pods that this replica has just admitted: tries a moment after the answer, then ever more seldom, for three
 * seconds. Nothing is held meanwhile but whose turn it is.
 *
 * <p>Their number is bounded, in all and for each namespace. What is beyond it, or not stored in time, is left to {@link
 * WaitingPodsWatch}; so whoever sends reviews of pods that are never stored delays others by seconds, and stops nobody.
 */
public final class PendingDeliveries implements Deliveries, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PendingDeliveries.class);

    /** The API server stores within milliseconds of the last validation. */
    private static final Backoff FIRST_LOOK = new Backoff(Duration.ofMillis(6), 3, Duration.ofSeconds(1));

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** How long to go on where there is a Secret of that name, see {@link Attempt.WasThere}. */
    private static final Duration WHILE_THERE = Duration.ofSeconds(5);

    /**
     * How many may wait.
     *
     * @param inAll of all namespaces together
     * @param ofNamespace of each
     * @param atOnce how many ask stores and the API server at the same moment
     * @param ofNamespaceAtOnce how many of each namespace do
     */
    record Limits(int inAll, int ofNamespace, int atOnce, int ofNamespaceAtOnce) {}

    static final Limits LIMITS = new Limits(256, 64, 32, 8);

    private final StoredPodDelivery delivery;
    private final FailedDeliveries failures;
    private final Limits limits;
    private final Semaphore turns;

    /** By the namespace. There are as many as take part. */
    private final Map<String, Semaphore> turnsOfNamespaces = new ConcurrentHashMap<>();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<WaitingPod> pending = new HashSet<>();
    private final Map<String, Integer> byNamespace = new HashMap<>();
    private final Counter left;

    /** Delivers from now on. */
    public PendingDeliveries(StoredPodDelivery delivery, FailedDeliveries failures, MeterRegistry registry) {
        this(delivery, failures, registry, LIMITS);
    }

    PendingDeliveries(StoredPodDelivery delivery, FailedDeliveries failures, MeterRegistry registry, Limits limits) {
        this.delivery = delivery;
        this.failures = failures;
        this.limits = limits;
        turns = new Semaphore(limits.atOnce());
        Gauge.builder("spark.secrets.deliveries.pending", this, PendingDeliveries::size)
                .description("Deliveries that wait until their pod or its conf map is stored")
                .register(registry);
        left = Counter.builder("spark.secrets.deliveries.left")
                .description("Deliveries that were left to the replica that looks for waiting pods")
                .register(registry);
    }

    @Override
    public void expect(WaitingPod pod) {
        Begin begun = begin(pod);
        if (begun != Begin.BEGUN) {
            left.increment(begun == Begin.TOO_MANY ? 1 : 0);
            return;
        }
        threads.execute(() -> {
            try {
                deliver(pod);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("delivery to pod {} failed: {}", pod, e.getClass().getName());
            } finally {
                end(pod);
            }
        });
    }

    /** Tries once, when it is the turn of this pod. */
    Attempt attempt(WaitingPod pod) throws InterruptedException {
        Semaphore ofNamespace = turnsOfNamespaces.computeIfAbsent(
                pod.namespace(), namespace -> new Semaphore(limits.ofNamespaceAtOnce()));
        ofNamespace.acquire();
        try {
            turns.acquire();
            try {
                return delivery.attempt(pod);
            } finally {
                turns.release();
            }
        } finally {
            ofNamespace.release();
        }
    }

    private void deliver(WaitingPod pod) throws InterruptedException {
        Backoff pause = FIRST_LOOK;
        Duration end = PATIENCE;
        boolean wasThere = false;
        for (Duration waited = pause.pause(); waited.compareTo(end) < 0; waited = waited.plus(pause.pause())) {
            Thread.sleep(pause.pause());
            pause = pause.longer();
            switch (attempt(pod)) {
                case Attempt.Delivered delivered -> {
                    return;
                }
                case Attempt.NothingToDo nothing -> {
                    return;
                }
                case Attempt.Failed failed -> {
                    failures.tell(pod, failed);
                    if (!failed.isRetryable()) {
                        return;
                    }
                }
                case Attempt.WasThere there -> {
                    end = wasThere ? end : waited.plus(WHILE_THERE);
                    wasThere = true;
                }
                case Attempt.NotStored missing ->
                    LOG.debug("delivery to pod {}: {} is not stored", pod, missing.what());
            }
        }
        if (!wasThere) {
            left.increment();
        }
    }

    private enum Begin {
        BEGUN,
        IS_PENDING,
        TOO_MANY
    }

    private synchronized Begin begin(WaitingPod pod) {
        if (pending.contains(pod)) {
            return Begin.IS_PENDING;
        }
        if (pending.size() >= limits.inAll() || byNamespace.getOrDefault(pod.namespace(), 0) >= limits.ofNamespace()) {
            return Begin.TOO_MANY;
        }
        pending.add(pod);
        byNamespace.merge(pod.namespace(), 1, Integer::sum);
        return Begin.BEGUN;
    }

    private synchronized void end(WaitingPod pod) {
        pending.remove(pod);
        byNamespace.computeIfPresent(pod.namespace(), (namespace, count) -> count == 1 ? null : count - 1);
    }

    synchronized int size() {
        return pending.size();
    }

    /** Waits for the deliveries that are still to be made. */
    @Override
    public void close() {
        threads.close();
    }
}
