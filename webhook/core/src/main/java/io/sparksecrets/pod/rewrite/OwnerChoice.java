package io.sparksecrets.pod.rewrite;

import io.sparksecrets.pod.ConfVolume;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.DeliveryData;
import io.sparksecrets.pod.delivery.DeliveryEntry;
import io.sparksecrets.pod.delivery.DeliveryOwner;
import io.sparksecrets.reference.LeasedStores;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Who shall own the delivery Secret of a pod. */
final class OwnerChoice {

    private OwnerChoice() {}

    /** The application whose executors share the pod's Secret; empty where the pod shares none. */
    static Optional<DeliveryOwner.Application> application(SparkPod pod, PodRequest request) {
        String id = pod.applicationId();
        if (pod.role() != SparkPod.Role.EXECUTOR || id.isEmpty()) {
            return Optional.empty();
        }
        // The driver first. A controller stands between it and the pod where Spark has one make the executors. Who asks
        // is the driver where no owner tells of it. Any other owner is at least one that the executors have in common.
        return pod.owningPod()
                .or(pod::controller)
                .or(request::requestingPod)
                .or(pod::firstOwner)
                .map(owner -> new DeliveryOwner.Application(owner, id));
    }

    /**
     * The owner of all that the pod needs.
     *
     * @param creator gives a keyed hash of who creates the pod; few need it
     * @param earlier whom an earlier run chose: it stays, but for an executor that shares a Secret and now needs what it must
     *     not share
     */
    static DeliveryOwner of(
            SparkPod pod,
            Supplier<String> creator,
            Optional<DeliveryOwner> earlier,
            Optional<DeliveryOwner.Application> application,
            List<DeliveryEntry> entries,
            LeasedStores leased) {
        DeliveryOwner owner = earlier.orElseGet(() -> first(pod, creator, application));
        return owner instanceof DeliveryOwner.Application && needsLease(entries, leased)
                ? new DeliveryOwner.PodItself()
                : owner;
    }

    private static DeliveryOwner first(
            SparkPod pod, Supplier<String> creator, Optional<DeliveryOwner.Application> application) {
        Optional<ConfVolume> confVolume = pod.confVolume();
        if (confVolume.isPresent()) {
            return new DeliveryOwner.Driver(confVolume.get().confMap(), creator.get());
        }
        return application.isPresent() ? application.get() : new DeliveryOwner.PodItself();
    }

    private static boolean needsLease(List<DeliveryEntry> entries, LeasedStores leased) {
        return !leased.isEmpty()
                && entries.stream()
                        .anyMatch(
                                entry -> DeliveryData.references(entry).stream().anyMatch(leased::hold));
    }
}
