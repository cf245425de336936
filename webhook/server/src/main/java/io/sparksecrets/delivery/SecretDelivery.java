package io.sparksecrets.delivery;

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

    private final Cluster cluster;
    private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();

    public SecretDelivery(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Creates the Secret. One that is there already was created for the same pods and references, so it is right.
     *
     * @throws ClusterException when it is not there
     */
    public void create(String namespace, Delivery delivery, OwnerReference owner, Map<String, SecretValue> data) {
        cluster.create(secret(namespace, delivery, owner, data));
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
        for (Duration waited = pause; waited.compareTo(PATIENCE) < 0; waited = waited.plus(pause)) {
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            try {
                if (isStored(secret.namespace(), pod)) {
                    cluster.create(secret);
                    return;
                }
            } catch (ClusterException e) {
                failure = Optional.of(e);
                if (!e.isRetryable()) {
                    break;
                }
            }
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
