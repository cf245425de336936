package io.sparksecrets.validation;

import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.pod.delivery.DeliveryOwner;
import io.sparksecrets.pod.rewrite.PodRewriter;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.store.Recipient;
import io.sparksecrets.verdict.ConfMapReview;
import io.sparksecrets.verdict.PodReview;
import io.sparksecrets.verdict.RenderedDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Decides on pods and conf maps: authorises and resolves their references, and says all that is wrong with them. Creates
 * nothing.
 */
public final class Verdicts {

    private final PodRewriter rewriter;
    private final RewriteSettings settings;
    private final ReferenceResolution resolution;
    private final StoredPods pods;
    private final Duration deadline;

    /**
     * Joins what a decision needs.
     *
     * @param pods where the driver pod of a conf map is
     * @param deadline how long the stores may take for one object
     */
    public Verdicts(
            PodRewriter rewriter, RewriteSettings settings, Resolver resolver, StoredPods pods, Duration deadline) {
        this.rewriter = rewriter;
        this.settings = settings;
        this.resolution = new ReferenceResolution(resolver);
        this.pods = pods;
        this.deadline = deadline;
    }

    /**
     * Decides on a pod as it will be stored, after it was rewritten.
     *
     * @param delivered whether the values are delivered now, so that credentials are made for this pod where its references lead
     *     to some and nothing else is wrong; otherwise the decision makes none
     */
    public PodVerdict onPod(SparkPod pod, PodRequest request, boolean delivered) {
        PodReview review = PodReview.of(rewriter, pod, request);
        List<Problem> problems = new ArrayList<>(review.problems());
        List<String> warnings = texts(review.warnings());
        List<ReferenceVerdict> references = new ArrayList<>();
        Map<String, SecretValue> data = Map.of();
        if (review.delivery().isPresent()) {
            Delivery needed = review.delivery().get();
            Optional<Map<Reference, SecretValue>> values = resolution.resolve(
                    review.workload(),
                    review.places(),
                    Recipients.of(request.namespace(), pod, needed),
                    delivered && problems.isEmpty(),
                    Deadline.in(deadline),
                    references);
            if (values.isPresent()) {
                RenderedDelivery rendered = review.render(needed, values.get()::get);
                problems.addAll(rendered.problems());
                warnings.addAll(rendered.warnings());
                data = rendered.data();
            }
        }
        return new PodVerdict(
                "pod %s/%s (%s)".formatted(request.namespace(), pod.displayName(), review.workload()),
                problems,
                references,
                warnings,
                review.delivery(),
                data);
    }

    /**
     * Decides on the conf map of a driver.
     *
     * @param confMap the ConfigMap as it will be stored
     * @param owner the driver pod that its metadata names
     * @param delivered as for {@link #onPod}
     */
    public ConfMapVerdict onConfMap(
            String name, JsonNode confMap, OwnerReference owner, PodRequest request, boolean delivered) {
        String subject = "conf map %s/%s".formatted(request.namespace(), name);
        List<Problem> problems = new ArrayList<>();
        List<Problem> outages = new ArrayList<>();
        Optional<ConfMapVerdict.Driver> driver = driver(name, owner, request, problems, outages);
        if (driver.isEmpty()) {
            return new ConfMapVerdict(subject, problems, outages, List.of(), List.of(), driver, Map.of());
        }
        ConfMapReview review =
                ConfMapReview.of(driver.get().pod(), driver.get().delivery(), request.namespace(), confMap, settings);
        problems.addAll(review.problems());
        List<String> warnings = texts(review.warnings());
        List<ReferenceVerdict> references = new ArrayList<>();
        Deadline end = Deadline.in(deadline);
        Recipient recipient = Recipients.of(
                request.namespace(), driver.get().pod(), driver.get().delivery());
        boolean made = delivered && problems.isEmpty();
        Optional<Map<Reference, SecretValue>> values =
                resolution.resolve(review.driver(), review.places(), recipient, made, end, references);
        // What an executor would be refused for, is refused here: the driver would ask for executors for ever.
        Optional<Map<Reference, SecretValue>> ofExecutors =
                resolution.resolve(review.executors(), review.placesOfExecutors(), recipient, false, end, references);
        ofExecutors.ifPresent(found -> warnings.addAll(texts(review.warningsForExecutors(found::get))));
        Map<String, SecretValue> data = Map.of();
        if (values.isPresent() && ofExecutors.isPresent() && problems.isEmpty()) {
            RenderedDelivery rendered = review.render(values.get()::get);
            problems.addAll(rendered.problems());
            warnings.addAll(rendered.warnings());
            data = rendered.data();
        }
        return new ConfMapVerdict(subject, problems, outages, references, warnings, driver, data);
    }

    private Optional<ConfMapVerdict.Driver> driver(
            String confMap, OwnerReference owner, PodRequest request, List<Problem> problems, List<Problem> outages) {
        Optional<JsonNode> stored;
        try {
            stored = pods.pod(request.namespace(), owner.name());
        } catch (ClusterException e) {
            Problem problem = new Problem("driver pod " + owner.name(), e.getMessage());
            (e.isRetryable() ? outages : problems).add(problem);
            return Optional.empty();
        }
        if (stored.isEmpty() || !new SparkPod(stored.get()).uid().equals(owner.uid())) {
            problems.add(new Problem(
                    "owner reference",
                    "there is no pod %s with the UID %s; the owner of a conf map is the driver pod that mounts it"
                            .formatted(owner.name(), owner.uid())));
            return Optional.empty();
        }
        SparkPod pod = new SparkPod(stored.get());
        Optional<Delivery> needed = rewriter.rewrite(pod, request)
                .delivery()
                .filter(found -> found.owner() instanceof DeliveryOwner.Driver waiting
                        && waiting.confMap().equals(confMap));
        if (needed.isEmpty()) {
            problems.add(new Problem(
                    "owner reference",
                    "pod %s does not take its conf from this conf map through Spark Secrets".formatted(owner.name())
                            + "; submit the application again so that its driver pod is mutated"));
        }
        needed.filter(found -> isOfAnotherCreator(found, request))
                .ifPresent(found -> problems.add(new Problem(
                        "creator",
                        "another user created the driver pod %s; the conf that a driver gets has to come from who created the driver"
                                .formatted(owner.name()))));
        return needed.map(found -> new ConfMapVerdict.Driver(pod, owner, found));
    }

    private boolean isOfAnotherCreator(Delivery needed, PodRequest request) {
        return needed.owner() instanceof DeliveryOwner.Driver driver
                && !driver.creator().isEmpty()
                && !request.creator().isEmpty()
                && !driver.creator().equals(rewriter.creator(request));
    }

    private static List<String> texts(List<Problem> warnings) {
        return new ArrayList<>(warnings.stream().map(Problem::toString).toList());
    }
}
