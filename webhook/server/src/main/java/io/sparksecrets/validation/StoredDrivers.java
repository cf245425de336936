package io.sparksecrets.validation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.DeliveryOwner;
import io.sparksecrets.pod.rewrite.PodRewriter;
import io.sparksecrets.reference.Problem;
import java.time.Duration;
import java.util.Optional;

/**
 * Knows whether the pod that shall own the Secret of executors is their driver: stored, and of their application. One look counts
 * for ten seconds, so that a burst of executors costs one request.
 */
final class StoredDrivers {

    static final Duration MEMORY = Duration.ofSeconds(10);

    private static final int MOST_REMEMBERED = 10_000;

    private record Known(String namespace, DeliveryOwner.Application application) {}

    private final Cluster cluster;
    private final PodRewriter rewriter;
    private final Cache<Known, Boolean> known;

    StoredDrivers(Cluster cluster, PodRewriter rewriter, Ticker ticker) {
        this.cluster = cluster;
        this.rewriter = rewriter;
        known = Caffeine.newBuilder()
                .expireAfterWrite(MEMORY)
                .maximumSize(MOST_REMEMBERED)
                .ticker(ticker)
                .build();
    }

    /**
     * Why the application gets no executors; empty where its driver is there.
     *
     * @param application one that a pod owns
     * @throws io.sparksecrets.delivery.ClusterException when the API server cannot be asked
     */
    Optional<Problem> problem(String namespace, DeliveryOwner.Application application) {
        Known key = new Known(namespace, application);
        if (known.getIfPresent(key) != null) {
            return Optional.empty();
        }
        OwnerReference owner = application.owner();
        Optional<SparkPod> stored = cluster.pod(namespace, owner.name())
                .map(SparkPod::new)
                .filter(pod -> pod.uid().equals(owner.uid()));
        if (stored.isEmpty()) {
            return Optional.of(new Problem(
                    "driver",
                    "there is no pod %s with the UID %s, which is named as the driver of this executor"
                            .formatted(owner.name(), owner.uid())));
        }
        if (!isDriverOf(application, stored.get()) || rewriter.isForged(stored.get(), namespace)) {
            return Optional.of(new Problem(
                    "driver",
                    "the pod %s, which is named as the driver of this executor, is not the driver of the application %s"
                            .formatted(owner.name(), application.id())));
        }
        known.put(key, true);
        return Optional.empty();
    }

    /** A notebook that drives applications by itself bears none of Spark's labels. */
    private static boolean isDriverOf(DeliveryOwner.Application application, SparkPod pod) {
        return switch (pod.role()) {
            case DRIVER -> pod.applicationId().isEmpty() || pod.applicationId().equals(application.id());
            case OTHER -> true;
            case EXECUTOR -> false;
        };
    }
}
