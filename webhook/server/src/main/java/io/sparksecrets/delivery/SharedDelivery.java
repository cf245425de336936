package io.sparksecrets.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** Creates the delivery Secrets that executors share, whose owner is stored already. */
public final class SharedDelivery {

    /**
     * For how long a Secret that was there is taken to be there still. In a burst of executors only the first one costs a
     * request; where somebody deletes the Secret, pods wait this long at most before the next one brings it back.
     */
    static final Duration MEMORY = Duration.ofSeconds(10);

    private static final int MOST_REMEMBERED = 10_000;

    /** A Secret that was there. Its owner belongs to it, because the garbage collector takes it away with the owner. */
    private record Delivered(String namespace, String name, String owner) {}

    private final Cluster cluster;
    private final Cache<Delivered, Boolean> delivered;

    public SharedDelivery(Cluster cluster) {
        this(cluster, Ticker.systemTicker());
    }

    SharedDelivery(Cluster cluster, Ticker ticker) {
        this.cluster = cluster;
        delivered = Caffeine.newBuilder()
                .expireAfterWrite(MEMORY)
                .maximumSize(MOST_REMEMBERED)
                .ticker(ticker)
                .build();
    }

    /**
     * Creates a Secret. One that is there already is of the same application and references, so it is right, with the values of the
     * day it was created; the API server is asked again 10 s later at the earliest.
     *
     * @throws ClusterException when it is not there
     */
    public void create(DeliverySecret secret) {
        Delivered key =
                new Delivered(secret.namespace(), secret.name(), secret.owner().uid());
        if (delivered.getIfPresent(key) == null) {
            cluster.create(secret);
            delivered.put(key, true);
        }
    }
}
