package io.sparksecrets.validation;

import io.sparksecrets.admission.AdmissionRequest;
import io.sparksecrets.admission.AdmissionRequest.Operation;
import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.SecretDelivery;
import io.sparksecrets.pod.ConfMapNames;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SchedulingGate;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.reference.SecretValue;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Validates the conf map of a driver, and creates the driver's delivery Secret: the resolved {@code spark.properties} and what
 * the driver pod's own env needs. The conf map itself stays as it is.
 *
 * <p>Spark creates the conf map after the driver pod, with the pod as owner. Where it is created before the pod, it has no owner
 * yet and passes; the update that adds the owner is then what counts.
 */
final class ConfMapValidation {

    private final Verdicts verdicts;
    private final Cluster cluster;
    private final SecretDelivery delivery;

    ConfMapValidation(Verdicts verdicts, Cluster cluster, SecretDelivery delivery) {
        this.verdicts = verdicts;
        this.cluster = cluster;
        this.delivery = delivery;
    }

    AdmissionResponse validate(AdmissionRequest request) {
        Optional<OwnerReference> owner = new SparkPod(request.object()).owningPod();
        if (!ConfMapNames.isOfDriver(request.name()) || owner.isEmpty() || isSettled(request, owner.get())) {
            return AdmissionResponse.allowed();
        }
        ConfMapVerdict verdict = verdicts.onConfMap(
                request.name(),
                request.object(),
                owner.get(),
                new PodRequest(request.namespace(), request.uid(), Optional.empty()),
                !request.dryRun());
        Denial denial = Denial.of(verdict);
        if (denial.isEmpty() && !request.dryRun()) {
            verdict.driver().ifPresent(driver -> deliver(request.namespace(), driver, verdict.data(), denial));
        }
        return denial.response().orElseGet(AdmissionResponse::allowed).withWarnings(verdict.warnings());
    }

    private void deliver(String namespace, ConfMapVerdict.Driver driver, Map<String, SecretValue> data, Denial denial) {
        try {
            delivery.create(namespace, driver.delivery(), driver.reference(), data);
        } catch (ClusterException e) {
            denial.add("delivery Secret", e);
            return;
        }
        release(namespace, driver.pod(), denial);
    }

    /** An update, such as one of the garbage collector, that changes neither the conf nor whose it is. */
    private static boolean isSettled(AdmissionRequest request, OwnerReference owner) {
        JsonNode old = request.oldObject();
        return request.operation() == Operation.UPDATE
                && old != null
                && new SparkPod(old).owningPod().filter(owner::equals).isPresent()
                && old.path("data").equals(request.object().path("data"));
    }

    /** Now that its Secret is there, the driver may be scheduled. */
    private void release(String namespace, SparkPod driver, Denial denial) {
        SchedulingGate.removal(driver).ifPresent(patch -> {
            try {
                cluster.patchPod(namespace, driver.name(), patch);
            } catch (ClusterException e) {
                if (!isReleased(namespace, driver)) {
                    denial.add("scheduling gate", e);
                }
            }
        });
    }

    /** Who waited too long for an answer asks again, and the call before may release the driver meanwhile. */
    private boolean isReleased(String namespace, SparkPod driver) {
        try {
            return cluster.pod(namespace, driver.name())
                    .map(SparkPod::new)
                    .filter(stored -> stored.uid().equals(driver.uid()))
                    .filter(stored -> SchedulingGate.removal(stored).isEmpty())
                    .isPresent();
        } catch (ClusterException e) {
            return false;
        }
    }
}
