package io.sparksecrets.waiting;

import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.PodEvent;
import io.sparksecrets.delivery.WaitingPod;
import io.sparksecrets.pod.OwnerReference;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells why a pod that is stored does not get its values, by an Event on the pod, since nobody waits for an answer any more. One
 * Event for a pod and a reason, however often it is tried.
 */
public final class FailedDeliveries {

    private static final Logger LOG = LoggerFactory.getLogger(FailedDeliveries.class);
    private static final String REASON = "DeliveryFailed";
    private static final int LONGEST_NAME = 253;

    private final Cluster cluster;
    private final InstantSource clock;

    public FailedDeliveries(Cluster cluster, InstantSource clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /** What may succeed the next time is only logged. */
    void tell(WaitingPod pod, Attempt.Failed failed) {
        String why = failed.why();
        LOG.warn("delivery to pod {} {}: {}", pod, failed.isRetryable() ? "has to wait" : "failed", why);
        if (failed.isRetryable()) {
            return;
        }
        String message = "Spark Secrets cannot deliver to pod %s, which waits for it and is tried again:\n%s"
                .formatted(pod, why);
        try {
            cluster.create(new PodEvent(
                    pod.namespace(),
                    name(pod, why),
                    OwnerReference.toPod(pod.name(), pod.uid()),
                    REASON,
                    message,
                    clock.instant()));
        } catch (ClusterException e) {
            LOG.warn("no Event tells of the failed delivery to pod {}: {}", pod, e.getMessage());
        }
    }

    private static String name(WaitingPod pod, String why) {
        UUID about = UUID.nameUUIDFromBytes((pod.uid() + why).getBytes(StandardCharsets.UTF_8));
        String suffix = "." + about.toString().replace("-", "");
        return pod.name().substring(0, Math.min(pod.name().length(), LONGEST_NAME - suffix.length())) + suffix;
    }
}
