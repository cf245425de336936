package io.sparksecrets.validation;

import io.sparksecrets.admission.AdmissionRequest;
import io.sparksecrets.pod.Delivery;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.store.Recipient;
import java.util.Optional;

/**
 * For whom credentials are made: for one delivery Secret, whose name no other pod has. A driver's pod and its conf map have the
 * same one, so that both get the same credentials.
 */
final class Recipients {

    private Recipients() {}

    /** The recipient; empty where nothing is delivered, because of a dry run or because something is wrong already. */
    static Optional<Recipient> of(AdmissionRequest request, SparkPod pod, Delivery delivery, Denial denial) {
        return request.dryRun() || !denial.isEmpty()
                ? Optional.empty()
                : Optional.of(new Recipient(
                        request.namespace() + "/" + delivery.secretName(),
                        pod.role() == SparkPod.Role.EXECUTOR
                                ? Optional.of(request.namespace() + "/" + pod.applicationId())
                                : Optional.empty()));
    }
}
