package io.sparksecrets.verdict;

import io.sparksecrets.conf.ConfContext;
import io.sparksecrets.conf.ConfFiles;
import io.sparksecrets.conf.ConfMapTemplate;
import io.sparksecrets.conf.RenderedConf;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.pod.delivery.DeliveryData;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What can be said of the conf map of a driver, whatever the values are. */
public final class ConfMapReview {

    private final Delivery delivery;
    private final ConfMapTemplate conf;
    private final Workload driver;
    private final Workload executors;
    private final ReferencePlaces places;
    private final ReferencePlaces placesOfExecutors = new ReferencePlaces();
    private final List<Problem> problems = new ArrayList<>();

    private ConfMapReview(SparkPod pod, Delivery delivery, String namespace, ConfMapTemplate conf) {
        this.delivery = delivery;
        this.conf = conf;
        driver = pod.workload(namespace);
        executors = conf.executorServiceAccount()
                .map(account -> new Workload(namespace, account))
                .orElse(driver);
        places = ReferencePlaces.of(pod, delivery);
        places.addAll(conf.references());
        placesOfExecutors.addAll(conf.executorReferences());
    }

    /**
     * Reviews a conf map.
     *
     * @param pod the driver pod, rewritten
     * @param delivery what the driver pod waits for
     * @param confMap the ConfigMap
     */
    public static ConfMapReview of(
            SparkPod pod, Delivery delivery, String namespace, JsonNode confMap, RewriteSettings settings) {
        Map<String, String> files = new LinkedHashMap<>();
        confMap.path("data").forEachEntry((name, text) -> files.put(name, text.asString("")));
        ConfMapReview review = new ConfMapReview(
                pod,
                delivery,
                namespace,
                ConfMapTemplate.parse(
                        files.getOrDefault(ConfFiles.SPARK_PROPERTIES, ""),
                        new ConfContext(
                                settings.usesArgumentFiles(pod),
                                pod.takesValuesAsArguments(),
                                pod.confMountPath(),
                                pod.variablesWithValues(delivery.secretName()),
                                pod.name())));
        review.problems.addAll(review.conf.problems());
        review.problems.addAll(ConfFiles.problems(files));
        return review;
    }

    /** Who asks for what the driver needs. */
    public Workload driver() {
        return driver;
    }

    /** Who will ask for what executors need. */
    public Workload executors() {
        return executors;
    }

    /** What the driver needs: the references of its conf, and those of its pod, which are delivered with them. */
    public ReferencePlaces places() {
        return places;
    }

    /** What executors will need. The driver would ask for executors for ever that are refused. */
    public ReferencePlaces placesOfExecutors() {
        return placesOfExecutors;
    }

    /** Why the conf map is refused whatever the values are. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** What the user should know whatever the values are. */
    public List<Problem> warnings() {
        return conf.warnings();
    }

    /**
     * What the user should know of the values that executors will get.
     *
     * @param values gives the value for each reference of {@link #placesOfExecutors}
     */
    public List<Problem> warningsForExecutors(Function<Reference, SecretValue> values) {
        return conf.warningsForExecutors(values);
    }

    /**
     * The data of the driver's delivery Secret, and what cannot be delivered.
     *
     * @param values gives the value for each reference of {@link #places}
     * @throws IllegalStateException when there are {@link #problems()}
     */
    public RenderedDelivery render(Function<Reference, SecretValue> values) {
        RenderedConf rendered = conf.render(values);
        List<Problem> wrong = new ArrayList<>(rendered.problems());
        Map<String, SecretValue> data = new LinkedHashMap<>(DeliveryData.render(delivery, values));
        data.putAll(rendered.files());
        DeliveryData.tooLarge(data).ifPresent(wrong::add);
        List<String> doubts = new ArrayList<>(
                rendered.warnings().stream().map(Problem::toString).toList());
        doubts.addAll(EdgeWarnings.of(ReferencePlaces.ofConf(conf.references()), values));
        return new RenderedDelivery(data, wrong, doubts);
    }
}
