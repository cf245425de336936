package io.sparksecrets.waiting;

import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.PodEvent;
import io.sparksecrets.delivery.WaitingPod;
import io.sparksecrets.pod.OwnerReference;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells why a pod that is stored does not get its values, by an Event on the pod, since nobody waits for an answer any more. One
 * Event for a pod and a reason, however often it is tried.
 */
public final class FailedDeliveries {

    private static final Logger LOG = LoggerFactory.getLogger(FailedDeliveries.class);
    private static final String REASON = "DeliveryFailed";

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
            OwnerReference reference = OwnerReference.toPod(pod.name(), pod.uid());
            cluster.create(new PodEvent(
                    pod.namespace(), PodEvent.nameFor(reference, why), reference, REASON, message, clock.instant()));
        } catch (ClusterException e) {
            LOG.warn("no Event tells of the failed delivery to pod {}: {}", pod, e.getMessage());
        }
    }
}
