package io.sparksecrets.validation;

import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.PodEvent;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.SparkPod;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
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
    void tell(String namespace, SparkPod pod, Denial denial) {
        if (pod.role() == SparkPod.Role.EXECUTOR) {
            pod.owningPod()
                    .ifPresent(driver -> telling.execute(() -> create(new PodEvent(
                            namespace, name(driver, denial), driver, REASON, denial.message(), clock.instant()))));
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
