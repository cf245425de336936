package io.sparksecrets.validation;

import io.sparksecrets.admission.AdmissionRequest;
import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.pod.EphemeralContainers;
import io.sparksecrets.pod.SparkPod;
import tools.jackson.databind.node.MissingNode;

/** Refuses ephemeral containers with references, which nobody would resolve. It asks nobody and creates nothing. */
final class EphemeralContainerValidation {

    private EphemeralContainerValidation() {}

    static AdmissionResponse validate(AdmissionRequest request) {
        SparkPod pod = new SparkPod(request.object());
        SparkPod stored = new SparkPod(request.oldObject() == null ? MissingNode.getInstance() : request.oldObject());
        Denial denial =
                new Denial("an ephemeral container of pod %s/%s".formatted(request.namespace(), pod.displayName()));
        denial.addAll(EphemeralContainers.problems(pod, stored));
        return denial.response().orElseGet(AdmissionResponse::allowed);
    }
}
