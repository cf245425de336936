package io.sparksecrets.validation;

import io.sparksecrets.admission.AdmissionRequest;
import io.sparksecrets.admission.AdmissionRequest.Operation;
import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.delivery.WaitingPod;
import io.sparksecrets.pod.ConfMapNames;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Validates the conf map of a driver. The driver's delivery Secret is made of the conf map that is stored afterwards, which itself
 * stays as it is; what would keep that Secret from being created is told here.
 *
 * <p>Spark creates the conf map after the driver pod, with the pod as owner. Where it is created before the pod, it has no owner
 * yet and passes; the update that adds the owner is then what counts.
 */
final class ConfMapValidation {

    private final Verdicts verdicts;
    private final Cluster cluster;
    private final Deliveries deliveries;

    ConfMapValidation(Verdicts verdicts, Cluster cluster, Deliveries deliveries) {
        this.verdicts = verdicts;
        this.cluster = cluster;
        this.deliveries = deliveries;
    }

    AdmissionResponse validate(AdmissionRequest request) {
        Optional<OwnerReference> owner = ownerOfNewConf(request);
        if (owner.isEmpty()) {
            return AdmissionResponse.allowed();
        }
        ConfMapVerdict verdict = verdicts.onConfMap(
                request.name(),
                request.object(),
                owner.get(),
                PodRequest.from(
                        request.namespace(),
                        request.uid(),
                        request.userInfo().username(),
                        request.userInfo().extra()),
                false);
        Denial denial = Denial.of(verdict);
        if (denial.isEmpty()) {
            verdict.driver().ifPresent(driver -> expect(request, driver, verdict, denial));
        }
        return denial.response().orElseGet(AdmissionResponse::allowed).withWarnings(verdict.warnings());
    }

    /** The driver pod; empty where the request changes nothing that a driver gets. */
    static Optional<OwnerReference> ownerOfNewConf(AdmissionRequest request) {
        return new SparkPod(request.object())
                .owningPod()
                .filter(owner -> ConfMapNames.isOfDriver(request.name()) && !isSettled(request, owner));
    }

    private void expect(AdmissionRequest request, ConfMapVerdict.Driver driver, ConfMapVerdict verdict, Denial denial) {
        try {
            cluster.tryToCreate(
                    DeliverySecret.of(request.namespace(), driver.delivery(), driver.reference(), verdict.data()));
        } catch (ClusterException e) {
            denial.add("delivery Secret", e);
            return;
        }
        if (!request.dryRun()) {
            deliveries.expect(new WaitingPod(
                    request.namespace(), driver.pod().name(), driver.pod().uid()));
        }
    }

    /** An update, such as one of the garbage collector, that changes neither the conf nor whose it is. */
    private static boolean isSettled(AdmissionRequest request, OwnerReference owner) {
        JsonNode old = request.oldObject();
        return request.operation() == Operation.UPDATE
                && old != null
                && new SparkPod(old).owningPod().filter(owner::equals).isPresent()
                && old.path("data").equals(request.object().path("data"));
    }
}
