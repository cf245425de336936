package io.sparksecrets.validation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sparksecrets.conf.DriverName;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.PodEvent;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.rewrite.PodRewriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a denied executor by an Event on its driver pod: the driver asks for executors again and again, and its own log is the
 * only other place where the message appears.
 *
 * <p>Best effort, after the answer. One Event for a driver and a reason, however many executors are denied for it.
 */
final class DeniedExecutors implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeniedExecutors.class);
    private static final String REASON = "ExecutorDenied";
    /** What is denied again within that time is not told again. */
    private static final Duration MEMORY = Duration.ofMinutes(1);

    private static final int MOST_REMEMBERED = 10_000;

    /** How many are told at the same time; more are left out, as each is asked for again. */
    private static final int AT_ONCE = 16;

    private final Cluster cluster;
    private final PodRewriter rewriter;
    private final Clock clock;
    private final Cache<String, Boolean> told = Caffeine.newBuilder()
            .expireAfterWrite(MEMORY)
            .maximumSize(MOST_REMEMBERED)
            .build();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final ExecutorService telling = Executors.newVirtualThreadPerTaskExecutor();

    DeniedExecutors(Cluster cluster, PodRewriter rewriter, Clock clock) {
        this.cluster = cluster;
        this.rewriter = rewriter;
        this.clock = clock;
    }

    /** Creates the Event, unless the pod is no executor of a driver that is stored with an annotation of ours. */
    void tell(PodRequest request, SparkPod pod, Denial denial) {
        if (pod.role() != SparkPod.Role.EXECUTOR || !places.tryAcquire()) {
            return;
        }
        telling.execute(() -> {
            try {
                driverOf(request, pod).ifPresent(driver -> tell(request.namespace(), driver, denial));
            } catch (ClusterException e) {
                LOG.warn("no Event tells of a denied executor: {}", e.getMessage());
            } finally {
                places.release();
            }
        });
    }

    private void tell(String namespace, OwnerReference driver, Denial denial) {
        String name = PodEvent.nameFor(driver, denial.reasons());
        if (told.getIfPresent(name) == null) {
            cluster.create(new PodEvent(namespace, name, driver, REASON, denial.message(), clock.instant()));
            told.put(name, true);
        }
    }

    /**
     * The driver's pod: the owner, or the one that the annotation names where a controller makes the executors, or the pod that
     * asks for them. A controller itself tells of it, by an Event of Kubernetes.
     */
    private Optional<OwnerReference> driverOf(PodRequest request, SparkPod pod) {
        Optional<OwnerReference> named = pod.owningPod().or(request::requestingPod);
        return pod.owningPod().isEmpty()
                        && pod.annotation(DriverName.ANNOTATION).isPresent()
                ? stored(
                                request.namespace(),
                                pod.annotation(DriverName.ANNOTATION).get())
                        .filter(driver -> isDriverOf(pod, driver))
                        .map(DeniedExecutors::reference)
                : named.filter(owner -> stored(request.namespace(), owner.name())
                        .filter(driver -> driver.uid().equals(owner.uid()))
                        .isPresent());
    }

    /** A pod in which this program has put references; nobody else's pods get Events with words that a review chose. */
    private Optional<SparkPod> stored(String namespace, String name) {
        return cluster.pod(namespace, name)
                .map(SparkPod::new)
                .filter(pod -> rewriter.proved(pod, namespace).isPresent());
    }

    /** Anybody can write the annotation, so the pod that it names must be a driver of the executor's application. */
    private static boolean isDriverOf(SparkPod executor, SparkPod driver) {
        return driver.role() == SparkPod.Role.DRIVER
                && !driver.applicationId().isEmpty()
                && driver.applicationId().equals(executor.applicationId());
    }

    private static OwnerReference reference(SparkPod driver) {
        return OwnerReference.toPod(driver.name(), driver.uid());
    }

    @Override
    public void close() {
        telling.close();
    }
}
