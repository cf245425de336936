package io.sparksecrets.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.sparksecrets.delivery.Cluster.Creation;
import io.sparksecrets.pod.Delivery;
import io.sparksecrets.pod.DeliveryAnnotation;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.reference.SecretValue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Creates delivery Secrets: at once where the owner is stored, or as soon as it is. */
public final class SecretDelivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SecretDelivery.class);

    /** The API server stores a pod within milliseconds of the last validation, unless another webhook refuses it. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(20);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * How long to go on where there is a Secret of that name: it may be of a pod that was deleted and has been created again from
     * its own stored manifest, and be about to go with it.
     */
    private static final Duration WHILE_THERE = Duration.ofSeconds(5);

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
    private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();

    public SecretDelivery(Cluster cluster) {
        this(cluster, Ticker.systemTicker());
    }

    SecretDelivery(Cluster cluster, Ticker ticker) {
        this.cluster = cluster;
        delivered = Caffeine.newBuilder()
                .expireAfterWrite(MEMORY)
                .maximumSize(MOST_REMEMBERED)
                .ticker(ticker)
                .build();
    }

    /**
     * Creates the Secret that many share, or that is a driver's. One that is there already is of the same application and
     * references, or of the same driver, so it is right, with the values of the day it was created; the API server is asked again
     * 10 s later at the earliest.
     *
     * @throws ClusterException when it is not there
     */
    public void create(String namespace, Delivery delivery, OwnerReference owner, Map<String, SecretValue> data) {
        Delivered secret = new Delivered(namespace, delivery.secretName(), owner.uid());
        if (delivered.getIfPresent(secret) == null) {
            cluster.create(secret(namespace, delivery, owner, data));
            delivered.put(secret, true);
        }
    }

    /** Creates the Secret when the pod that owns it is stored; gives up, with a log line, when it never is. */
    public void createOnceStored(
            String namespace, Delivery delivery, OwnerReference pod, Map<String, SecretValue> data) {
        DeliverySecret secret = secret(namespace, delivery, pod, data);
        waiting.execute(() -> {
            try {
                createOnceStored(secret, pod);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error(
                        "delivery Secret {}/{} was not created: {}",
                        namespace,
                        secret.name(),
                        e.getClass().getName());
            }
        });
    }

    private void createOnceStored(DeliverySecret secret, OwnerReference pod) throws InterruptedException {
        Duration pause = FIRST_LOOK;
        Optional<ClusterException> failure = Optional.empty();
        boolean isThere = false;
        Duration end = PATIENCE;
        for (Duration waited = pause; waited.compareTo(end) < 0; waited = waited.plus(pause)) {
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            try {
                if (isStored(secret.namespace(), pod)) {
                    if (cluster.create(secret) == Creation.CREATED) {
                        return;
                    }
                    end = isThere ? end : waited.plus(WHILE_THERE);
                    isThere = true;
                }
            } catch (ClusterException e) {
                failure = Optional.of(e);
                if (!e.isRetryable()) {
                    break;
                }
            }
        }
        if (isThere) {
            return;
        }
        LOG.error(
                "delivery Secret {}/{} of pod {} was not created: {}",
                secret.namespace(),
                secret.name(),
                pod.name(),
                failure.map(ClusterException::getMessage).orElse("the pod was never stored"));
    }

    private boolean isStored(String namespace, OwnerReference pod) {
        Optional<JsonNode> stored = cluster.pod(namespace, pod.name());
        return stored.isPresent() && new SparkPod(stored.get()).uid().equals(pod.uid());
    }

    private static DeliverySecret secret(
            String namespace, Delivery delivery, OwnerReference owner, Map<String, SecretValue> data) {
        return new DeliverySecret(
                namespace,
                delivery.secretName(),
                owner,
                Map.of(Delivery.MANAGED_BY_LABEL, Delivery.MANAGED_BY),
                Map.of(DeliveryAnnotation.NAME, DeliveryAnnotation.text(delivery)),
                data);
    }

    /** Waits for the Secrets that are still to be created. */
    @Override
    public void close() {
        waiting.close();
    }
}
