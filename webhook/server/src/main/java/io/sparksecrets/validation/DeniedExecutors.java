package io.sparksecrets.validation;

import io.sparksecrets.conf.DriverName;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.PodEvent;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    private static final int LONGEST_NAME = 253;

    private final Cluster cluster;
    private final Clock clock;
    private final ExecutorService telling = Executors.newVirtualThreadPerTaskExecutor();

    DeniedExecutors(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /** Creates the Event, unless the pod is no executor of a driver in the cluster. */
    void tell(PodRequest request, SparkPod pod, Denial denial) {
        if (pod.role() == SparkPod.Role.EXECUTOR) {
            telling.execute(() -> driverOf(request, pod)
                    .ifPresent(driver -> create(new PodEvent(
                            request.namespace(),
                            name(driver, denial),
                            driver,
                            REASON,
                            denial.message(),
                            clock.instant()))));
        }
    }

    /**
     * The driver's pod: the owner, or the one that the annotation names where a controller makes the executors, or the pod that
     * asks for them. A controller itself tells of it, by an Event of Kubernetes.
     */
    private Optional<OwnerReference> driverOf(PodRequest request, SparkPod pod) {
        return pod.owningPod()
                .or(() -> pod.annotation(DriverName.ANNOTATION).flatMap(name -> named(request.namespace(), name, pod)))
                .or(request::requestingPod);
    }

    /** Anybody can write the annotation, so the pod that it names must be a driver of the executor's application. */
    private Optional<OwnerReference> named(String namespace, String name, SparkPod executor) {
        try {
            return cluster.pod(namespace, name)
                    .map(SparkPod::new)
                    .filter(driver -> driver.role() == SparkPod.Role.DRIVER
                            && !driver.applicationId().isEmpty()
                            && driver.applicationId().equals(executor.applicationId()))
                    .map(driver -> OwnerReference.toPod(driver.name(), driver.uid()));
        } catch (ClusterException e) {
            LOG.warn("no Event tells of a denied executor: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void create(PodEvent event) {
        try {
            cluster.create(event);
        } catch (ClusterException e) {
            LOG.warn("no Event tells of a denied executor: {}", e.getMessage());
        }
    }

    /** The same for the same driver and reasons, so that the API server sorts out the repetitions. */
    private static String name(OwnerReference driver, Denial denial) {
        UUID about = UUID.nameUUIDFromBytes((driver.uid() + denial.reasons()).getBytes(StandardCharsets.UTF_8));
        String suffix = "." + about.toString().replace("-", "");
        String name = driver.name();
        return name.substring(0, Math.min(name.length(), LONGEST_NAME - suffix.length())) + suffix;
    }

    @Override
    public void close() {
        telling.close();
    }
}
