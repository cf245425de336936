package io.sparksecrets.validation;

import io.sparksecrets.admission.AdmissionRequest;
import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.SecretDelivery;
import io.sparksecrets.pod.Delivery;
import io.sparksecrets.pod.DeliveryOwner;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.reference.SecretValue;
import java.util.Map;

/**
 * Validates a pod as it will be stored: no reference may be left in it, the workload must be allowed to use every secret, and
 * every value must be there and deliverable.
 *
 * <p>The delivery Secret of an executor is created here, before the pod is stored, because its owner exists. The one of a driver
 * is created with its conf map, and the one of a pod that owns its own as soon as the pod is stored.
 */
final class PodValidation {

    private final Verdicts verdicts;
    private final SecretDelivery delivery;
    private final DeniedExecutors deniedExecutors;

    PodValidation(Verdicts verdicts, SecretDelivery delivery, DeniedExecutors deniedExecutors) {
        this.verdicts = verdicts;
        this.delivery = delivery;
        this.deniedExecutors = deniedExecutors;
    }

    AdmissionResponse validate(AdmissionRequest request) {
        SparkPod pod = new SparkPod(request.object());
        PodRequest podRequest = PodRequest.from(
                request.namespace(),
                request.uid(),
                request.userInfo().username(),
                request.userInfo().extra());
        PodVerdict verdict = verdicts.onPod(pod, podRequest, !request.dryRun());
        Denial denial = Denial.of(verdict);
        if (denial.isEmpty() && !request.dryRun()) {
            verdict.delivery().ifPresent(needed -> create(request.namespace(), pod, needed, verdict.data(), denial));
        }
        if (!denial.isEmpty() && !request.dryRun()) {
            deniedExecutors.tell(podRequest, pod, denial);
        }
        return denial.response().orElseGet(AdmissionResponse::allowed).withWarnings(verdict.warnings());
    }

    private void create(String namespace, SparkPod pod, Delivery needed, Map<String, SecretValue> data, Denial denial) {
        try {
            switch (needed.owner()) {
                case DeliveryOwner.Driver driver -> {}
                case DeliveryOwner.Application application ->
                    delivery.create(namespace, needed, application.owner(), data);
                case DeliveryOwner.PodItself itself ->
                    delivery.createOnceStored(namespace, needed, OwnerReference.toPod(pod.name(), pod.uid()), data);
            }
        } catch (ClusterException e) {
            denial.add("delivery Secret", e);
        }
    }
}
