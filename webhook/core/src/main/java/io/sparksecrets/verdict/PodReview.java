package io.sparksecrets.verdict;

import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.UnsupportedPlaces;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.pod.delivery.DeliveryData;
import io.sparksecrets.pod.delivery.ExpandedValues;
import io.sparksecrets.pod.delivery.PastedValues;
import io.sparksecrets.pod.delivery.RawValues;
import io.sparksecrets.pod.delivery.ValueLimits;
import io.sparksecrets.pod.rewrite.PodRewrite;
import io.sparksecrets.pod.rewrite.PodRewriter;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What can be said of a pod as it will be stored, whatever the values are.
 *
 * @param workload who asks for its secrets
 * @param delivery what has to be delivered to it; empty when nothing has to be
 * @param places where its references stand
 * @param problems why it is refused whatever the values are
 * @param warnings what the user should know whatever the values are
 */
public record PodReview(
        SparkPod pod,
        Workload workload,
        Optional<Delivery> delivery,
        ReferencePlaces places,
        List<Problem> problems,
        List<Problem> warnings) {

    public PodReview {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Reviews a pod that has been rewritten: no reference may be left in it. */
    public static PodReview of(PodRewriter rewriter, SparkPod pod, PodRequest request) {
        PodRewrite rewrite = rewriter.rewrite(pod, request);
        List<Problem> problems = new ArrayList<>(rewrite.problems());
        rewrite.places().forEach(place -> problems.add(notRewritten(place)));
        problems.addAll(UnsupportedPlaces.in(pod));
        problems.addAll(PastedValues.in(pod));
        problems.addAll(ExpandedValues.in(pod));
        return new PodReview(
                pod,
                pod.workload(request.namespace()),
                rewrite.delivery(),
                rewrite.delivery()
                        .map(delivery -> ReferencePlaces.of(pod, delivery))
                        .orElseGet(ReferencePlaces::new),
                problems,
                rewrite.warnings());
    }

    /**
     * The data of the delivery Secret, and what the pod cannot take of it.
     *
     * @param needed what has to be delivered
     * @param values gives the value for each reference of {@link #places}
     */
    public RenderedDelivery render(Delivery needed, Function<Reference, SecretValue> values) {
        Map<String, SecretValue> data = DeliveryData.render(needed, values);
        ValueLimits limits = ValueLimits.check(pod, needed, data);
        List<Problem> wrong = new ArrayList<>(limits.problems());
        DeliveryData.tooLarge(data).ifPresent(wrong::add);
        List<String> doubts = new ArrayList<>(limits.warnings());
        doubts.addAll(EdgeWarnings.of(places, values));
        RawValues.warnings(pod, needed, values).forEach(warning -> doubts.add(warning.toString()));
        return new RenderedDelivery(data, wrong, doubts);
    }

    private static Problem notRewritten(String place) {
        return new Problem(
                place,
                "holds a reference that was not replaced when the pod was mutated: either the mutating webhook of Spark"
                        + " Secrets was not called, or another webhook added the reference afterwards");
    }
}
