package io.sparksecrets.validation;

import io.sparksecrets.admission.AdmissionRequest;
import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.delivery.SharedDelivery;
import io.sparksecrets.delivery.WaitingPod;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.pod.delivery.DeliveryOwner;
import io.sparksecrets.reference.SecretValue;
import java.util.Map;

/**
 * Validates a pod as it will be stored: no reference may be left in it, the workload must be allowed to use every secret, and
 * every value must be there and deliverable.
 *
 * <p>The delivery Secret that executors share is created here, before the pod is stored, once their driver is known to be stored.
 * All others come from what is stored: that of a driver once its conf map is, that of a pod that owns its own once the pod is.
 */
final class PodValidation {

    private final Verdicts verdicts;
    private final Cluster cluster;
    private final StoredDrivers drivers;
    private final SharedDelivery shared;
    private final Deliveries deliveries;
    private final DeniedExecutors deniedExecutors;

    PodValidation(
            Verdicts verdicts,
            Cluster cluster,
            StoredDrivers drivers,
            SharedDelivery shared,
            Deliveries deliveries,
            DeniedExecutors deniedExecutors) {
        this.verdicts = verdicts;
        this.cluster = cluster;
        this.drivers = drivers;
        this.shared = shared;
        this.deliveries = deliveries;
        this.deniedExecutors = deniedExecutors;
    }

    AdmissionResponse validate(AdmissionRequest request) {
        SparkPod pod = new SparkPod(request.object());
        PodRequest podRequest = PodRequest.from(
                request.namespace(),
                request.uid(),
                request.userInfo().username(),
                request.userInfo().extra());
        PodVerdict verdict = verdicts.onPod(pod, podRequest, false);
        Denial denial = Denial.of(verdict);
        if (denial.isEmpty()) {
            verdict.delivery().ifPresent(needed -> prepare(request, pod, needed, verdict.data(), denial));
        }
        if (!denial.isEmpty() && !request.dryRun()) {
            deniedExecutors.tell(podRequest, pod, denial);
        }
        return denial.response().orElseGet(AdmissionResponse::allowed).withWarnings(verdict.warnings());
    }

    private void prepare(
            AdmissionRequest request, SparkPod pod, Delivery needed, Map<String, SecretValue> data, Denial denial) {
        try {
            switch (needed.owner()) {
                case DeliveryOwner.Driver driver -> {}
                case DeliveryOwner.Application application -> {
                    if (application.waitsForPod()) {
                        expect(request, pod, needed, application.owner(), data);
                    } else {
                        share(request, application, needed, data, denial);
                    }
                }
                case DeliveryOwner.PodItself itself ->
                    expect(request, pod, needed, OwnerReference.toPod(pod.name(), pod.uid()), data);
            }
        } catch (ClusterException e) {
            denial.add("delivery Secret", e);
        }
    }

    private void share(
            AdmissionRequest request,
            DeliveryOwner.Application application,
            Delivery needed,
            Map<String, SecretValue> data,
            Denial denial) {
        drivers.problem(request.namespace(), application).ifPresent(denial::add);
        if (denial.isEmpty() && !request.dryRun()) {
            shared.create(DeliverySecret.of(request.namespace(), needed, application.owner(), data));
        }
    }

    /** What would keep the Secret from being created is told now, because later nobody waits for an answer. */
    private void expect(
            AdmissionRequest request,
            SparkPod pod,
            Delivery needed,
            OwnerReference owner,
            Map<String, SecretValue> data) {
        cluster.tryToCreate(DeliverySecret.of(request.namespace(), needed, owner, data));
        if (!request.dryRun()) {
            deliveries.expect(new WaitingPod(request.namespace(), pod.name(), pod.uid()));
        }
    }
}
