package io.sparksecrets.waiting;

import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.Cluster.Creation;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.delivery.WaitingPod;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SchedulingGate;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.pod.delivery.DeliveryOwner;
import io.sparksecrets.pod.rewrite.PodRewriter;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.validation.ConfMapVerdict;
import io.sparksecrets.validation.Denial;
import io.sparksecrets.validation.OptedInNamespaces;
import io.sparksecrets.validation.PodVerdict;
import io.sparksecrets.validation.Verdict;
import io.sparksecrets.validation.Verdicts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Creates the delivery Secret of one pod from what is stored: the pod, and the conf map of a driver. The verdict on them is the one
 * that admission would give today.
 */
public final class StoredPodDelivery {

    private final PodRewriter rewriter;
    private final RewriteSettings settings;
    private final Resolver resolver;
    private final Cluster cluster;
    private final OptedInNamespaces namespaces;
    private final Duration deadline;

    /**
     * Joins what a delivery needs.
     *
     * @param deadline how long the stores may take for one pod
     */
    public StoredPodDelivery(
            PodRewriter rewriter,
            RewriteSettings settings,
            Resolver resolver,
            Cluster cluster,
            OptedInNamespaces namespaces,
            Duration deadline) {
        this.rewriter = rewriter;
        this.settings = settings;
        this.resolver = resolver;
        this.cluster = cluster;
        this.namespaces = namespaces;
        this.deadline = deadline;
    }

    /** Tries once. */
    Attempt attempt(WaitingPod waiting) {
        Optional<JsonNode> stored;
        try {
            stored = cluster.pod(waiting.namespace(), waiting.name());
        } catch (ClusterException e) {
            // As long as nobody has seen the pod, nothing is told on it.
            return new Attempt.Failed(e.getMessage(), true);
        }
        if (stored.isEmpty() || !new SparkPod(stored.get()).uid().equals(waiting.uid())) {
            return new Attempt.NotStored("the pod");
        }
        SparkPod pod = new SparkPod(stored.get());
        Optional<Delivery> needed = rewriter.proved(pod, waiting.namespace());
        if (needed.isEmpty() || hasEnded(stored.get())) {
            return new Attempt.NothingToDo();
        }
        try {
            Optional<Problem> refusal = namespaces.refusal(waiting.namespace());
            return refusal.isPresent()
                    ? new Attempt.Failed(refusal.get().toString(), false)
                    : deliver(waiting, pod, needed.get().owner());
        } catch (ClusterException e) {
            return new Attempt.Failed(e.getMessage(), e.isRetryable());
        }
    }

    private Attempt deliver(WaitingPod waiting, SparkPod pod, DeliveryOwner owner) {
        OwnerReference itself = OwnerReference.toPod(pod.name(), pod.uid());
        return switch (owner) {
            case DeliveryOwner.Driver driver -> toDriver(waiting, pod, itself, driver.confMap());
            case DeliveryOwner.Application application -> toPod(waiting, pod, application.owner());
            case DeliveryOwner.PodItself own -> toPod(waiting, pod, itself);
        };
    }

    private Attempt toPod(WaitingPod waiting, SparkPod pod, OwnerReference owner) {
        PodVerdict verdict = verdicts(pod).onPod(pod, PodRequest.of(waiting.namespace(), waiting.uid()), true);
        return verdict.delivery().isEmpty()
                ? new Attempt.NothingToDo()
                : create(waiting, verdict, verdict.delivery().get(), owner, verdict.data());
    }

    private Attempt toDriver(WaitingPod waiting, SparkPod pod, OwnerReference itself, String name) {
        Optional<JsonNode> confMap = cluster.configMap(waiting.namespace(), name)
                .filter(found ->
                        new SparkPod(found).owningPod().filter(itself::equals).isPresent());
        if (confMap.isEmpty()) {
            return new Attempt.NotStored("the conf map " + name);
        }
        ConfMapVerdict verdict = verdicts(pod)
                .onConfMap(name, confMap.get(), itself, PodRequest.of(waiting.namespace(), waiting.uid()), true);
        if (verdict.driver().isEmpty()) {
            return failed(verdict);
        }
        Attempt attempt = create(waiting, verdict, verdict.driver().get().delivery(), itself, verdict.data());
        return switch (attempt) {
            case Attempt.Delivered delivered -> released(waiting, pod, delivered);
            // The name belongs to this very driver, so what was there is right.
            case Attempt.WasThere there -> released(waiting, pod, new Attempt.Delivered(false));
            default -> attempt;
        };
    }

    private Attempt create(
            WaitingPod waiting, Verdict verdict, Delivery needed, OwnerReference owner, Map<String, SecretValue> data) {
        if (!verdict.isAdmitted()) {
            return failed(verdict);
        }
        DeliverySecret secret = DeliverySecret.of(waiting.namespace(), needed, owner, data);
        return cluster.create(secret) == Creation.CREATED ? new Attempt.Delivered(true) : new Attempt.WasThere();
    }

    private static Attempt failed(Verdict verdict) {
        Denial denial = Denial.of(verdict);
        return new Attempt.Failed(denial.reasons().strip(), denial.isRetryable());
    }

    /** Now that its Secret is there, the driver may be scheduled. */
    private Attempt released(WaitingPod waiting, SparkPod driver, Attempt.Delivered delivered) {
        Optional<? extends JsonNode> patch = SchedulingGate.removal(driver);
        if (patch.isEmpty()) {
            return delivered;
        }
        try {
            cluster.patchPod(waiting.namespace(), driver.name(), patch.get());
        } catch (ClusterException e) {
            // Another replica may have been faster.
            boolean isReleased = cluster.pod(waiting.namespace(), driver.name())
                    .map(SparkPod::new)
                    .filter(stored -> stored.uid().equals(driver.uid()))
                    .filter(stored -> SchedulingGate.removal(stored).isEmpty())
                    .isPresent();
            if (!isReleased) {
                throw e;
            }
        }
        return delivered;
    }

    private static boolean hasEnded(JsonNode pod) {
        String phase = pod.at("/status/phase").asString("");
        return phase.equals("Succeeded")
                || phase.equals("Failed")
                || pod.at("/metadata").has("deletionTimestamp");
    }

    /** Verdicts that know the pod already. */
    private Verdicts verdicts(SparkPod pod) {
        return new Verdicts(rewriter, settings, resolver, (namespace, name) -> Optional.of(pod.json()), deadline);
    }
}
