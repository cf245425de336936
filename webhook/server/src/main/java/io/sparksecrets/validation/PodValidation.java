package io.sparksecrets.validation;

import io.sparksecrets.admission.AdmissionRequest;
import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.SecretDelivery;
import io.sparksecrets.pod.Delivery;
import io.sparksecrets.pod.DeliveryData;
import io.sparksecrets.pod.DeliveryOwner;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.PastedValues;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.PodRewrite;
import io.sparksecrets.pod.PodRewriter;
import io.sparksecrets.pod.RawValues;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.UnsupportedPlaces;
import io.sparksecrets.pod.ValueLimits;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Validates a pod as it will be stored: no reference may be left in it, the workload must be allowed to use every secret, and
 * every value must be there and deliverable.
 *
 * <p>The delivery Secret that executors share is created here, before the pod is stored, because its owner exists. The one of a
 * driver is created with its conf map, and the one of a pod that owns its own as soon as the pod is stored.
 */
final class PodValidation {

    private final PodRewriter rewriter;
    private final ReferenceResolution resolution;
    private final SecretDelivery delivery;
    private final DeniedExecutors deniedExecutors;
    private final Duration deadline;

    PodValidation(
            PodRewriter rewriter,
            ReferenceResolution resolution,
            SecretDelivery delivery,
            DeniedExecutors deniedExecutors,
            Duration deadline) {
        this.rewriter = rewriter;
        this.resolution = resolution;
        this.delivery = delivery;
        this.deniedExecutors = deniedExecutors;
        this.deadline = deadline;
    }

    AdmissionResponse validate(AdmissionRequest request) {
        SparkPod pod = new SparkPod(request.object());
        PodRequest podRequest = PodRequest.from(
                request.namespace(),
                request.uid(),
                request.userInfo().username(),
                request.userInfo().extra());
        PodRewrite rewrite = rewriter.rewrite(pod, podRequest);
        Workload workload = pod.workload(request.namespace());
        Denial denial = new Denial("pod %s/%s (%s)".formatted(request.namespace(), pod.displayName(), workload));
        denial.addAll(rewrite.problems());
        rewrite.places().forEach(place -> denial.add(notRewritten(place)));
        denial.addAll(UnsupportedPlaces.in(pod));
        denial.addAll(PastedValues.in(pod));
        List<String> warnings = new ArrayList<>();
        rewrite.warnings().forEach(warning -> warnings.add(warning.toString()));
        rewrite.delivery().ifPresent(delivery -> deliver(request, pod, workload, delivery, denial, warnings));
        if (!denial.isEmpty() && !request.dryRun()) {
            deniedExecutors.tell(podRequest, pod, denial);
        }
        return denial.response().orElseGet(AdmissionResponse::allowed).withWarnings(warnings);
    }

    private void deliver(
            AdmissionRequest request,
            SparkPod pod,
            Workload workload,
            Delivery needed,
            Denial denial,
            List<String> warnings) {
        Optional<Map<Reference, SecretValue>> values = resolution.resolve(
                workload,
                ReferencePlaces.of(pod, needed),
                Recipients.of(request, pod, needed, denial),
                Deadline.in(deadline),
                denial);
        if (values.isEmpty()) {
            return;
        }
        Map<String, SecretValue> data = DeliveryData.render(needed, values.get()::get);
        ValueLimits limits = ValueLimits.check(pod, needed, data);
        denial.addAll(limits.problems());
        warnings.addAll(limits.warnings());
        RawValues.warnings(pod, needed, values.get()::get).forEach(warning -> warnings.add(warning.toString()));
        warnings.addAll(EdgeWarnings.of(ReferencePlaces.of(pod, needed), values.get()));
        DeliveryData.tooLarge(data).ifPresent(denial::add);
        if (denial.isEmpty() && !request.dryRun()) {
            create(request.namespace(), pod, needed, data, denial);
        }
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

    private static Problem notRewritten(String place) {
        return new Problem(
                place,
                "holds a reference that was not replaced when the pod was mutated: either the mutating webhook of Spark"
                        + " Secrets was not called, or another webhook added the reference afterwards");
    }
}
