package io.sparksecrets.validation;

import io.sparksecrets.admission.AdmissionRequest;
import io.sparksecrets.admission.AdmissionRequest.Operation;
import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.conf.ConfContext;
import io.sparksecrets.conf.ConfFiles;
import io.sparksecrets.conf.ConfMapTemplate;
import io.sparksecrets.conf.RenderedConf;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.SecretDelivery;
import io.sparksecrets.pod.ConfMapNames;
import io.sparksecrets.pod.Delivery;
import io.sparksecrets.pod.DeliveryData;
import io.sparksecrets.pod.DeliveryOwner;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.PodRewriter;
import io.sparksecrets.pod.RewriteSettings;
import io.sparksecrets.pod.SchedulingGate;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.Recipient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    private final PodRewriter rewriter;
    private final RewriteSettings settings;
    private final Cluster cluster;
    private final ReferenceResolution resolution;
    private final SecretDelivery delivery;
    private final Duration deadline;

    ConfMapValidation(
            PodRewriter rewriter,
            RewriteSettings settings,
            Cluster cluster,
            ReferenceResolution resolution,
            SecretDelivery delivery,
            Duration deadline) {
        this.rewriter = rewriter;
        this.settings = settings;
        this.cluster = cluster;
        this.resolution = resolution;
        this.delivery = delivery;
        this.deadline = deadline;
    }

    AdmissionResponse validate(AdmissionRequest request) {
        Optional<OwnerReference> owner = new SparkPod(request.object()).owningPod();
        if (!ConfMapNames.isOfDriver(request.name()) || owner.isEmpty() || isSettled(request, owner.get())) {
            return AdmissionResponse.allowed();
        }
        Denial denial = new Denial("conf map %s/%s".formatted(request.namespace(), request.name()));
        List<String> warnings = new ArrayList<>();
        driver(request, owner.get(), denial).ifPresent(driver -> deliver(request, driver, denial, warnings));
        return denial.response().orElseGet(AdmissionResponse::allowed).withWarnings(warnings);
    }

    /** A driver pod and what its annotation, proved to be ours, says. */
    private record Driver(SparkPod pod, OwnerReference reference, Delivery delivery) {}

    /** An update, such as one of the garbage collector, that changes neither the conf nor whose it is. */
    private static boolean isSettled(AdmissionRequest request, OwnerReference owner) {
        JsonNode old = request.oldObject();
        return request.operation() == Operation.UPDATE
                && old != null
                && new SparkPod(old).owningPod().filter(owner::equals).isPresent()
                && old.path("data").equals(request.object().path("data"));
    }

    private Optional<Driver> driver(AdmissionRequest request, OwnerReference owner, Denial denial) {
        Optional<JsonNode> stored;
        try {
            stored = cluster.pod(request.namespace(), owner.name());
        } catch (ClusterException e) {
            denial.add("driver pod " + owner.name(), e);
            return Optional.empty();
        }
        if (stored.isEmpty() || !new SparkPod(stored.get()).uid().equals(owner.uid())) {
            denial.add(new Problem(
                    "owner reference",
                    "there is no pod %s with the UID %s; the owner of a conf map is the driver pod that mounts it"
                            .formatted(owner.name(), owner.uid())));
            return Optional.empty();
        }
        SparkPod pod = new SparkPod(stored.get());
        Optional<Delivery> needed = rewriter.rewrite(
                        pod, new PodRequest(request.namespace(), request.uid(), Optional.empty()))
                .delivery()
                .filter(found -> found.owner().equals(new DeliveryOwner.Driver(request.name())));
        if (needed.isEmpty()) {
            denial.add(new Problem(
                    "owner reference",
                    "pod %s does not take its conf from this conf map through Spark Secrets".formatted(owner.name())
                            + "; submit the application again so that its driver pod is mutated"));
        }
        return needed.map(found -> new Driver(pod, owner, found));
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

    private void deliver(AdmissionRequest request, Driver driver, Denial denial, List<String> warnings) {
        Map<String, String> files = new LinkedHashMap<>();
        request.object().path("data").forEachEntry((name, text) -> files.put(name, text.asString("")));
        ConfMapTemplate conf = ConfMapTemplate.parse(
                files.getOrDefault(ConfFiles.SPARK_PROPERTIES, ""),
                new ConfContext(
                        settings.usesArgumentFiles(driver.pod()),
                        driver.pod().takesValuesAsArguments(),
                        driver.pod().confMountPath(),
                        driver.pod().variablesWithValues(driver.delivery().secretName()),
                        driver.pod().name()));
        denial.addAll(conf.problems());
        denial.addAll(ConfFiles.problems(files));
        conf.warnings().forEach(warning -> warnings.add(warning.toString()));

        Workload workload = driver.pod().workload(request.namespace());
        Workload executors = conf.executorServiceAccount()
                .map(account -> new Workload(request.namespace(), account))
                .orElse(workload);
        ReferencePlaces places = ReferencePlaces.of(driver.pod(), driver.delivery());
        conf.references().forEach((key, references) -> references.forEach(reference -> places.add(reference, key)));
        ReferencePlaces ofExecutors = new ReferencePlaces();
        conf.executorReferences()
                .forEach((key, references) -> references.forEach(reference -> ofExecutors.add(reference, key)));
        Deadline end = Deadline.in(deadline);
        Optional<Recipient> recipient = Recipients.of(request, driver.pod(), driver.delivery(), denial);
        Optional<Map<Reference, SecretValue>> values = resolution.resolve(workload, places, recipient, end, denial);
        // What an executor would be refused for, is refused here: the driver would ask for executors for ever.
        resolution
                .resolve(executors, ofExecutors, recipient, end, denial)
                .map(found -> conf.warningsForExecutors(found::get))
                .ifPresent(found -> found.forEach(warning -> warnings.add(warning.toString())));
        if (values.isEmpty() || !denial.isEmpty()) {
            return;
        }
        RenderedConf rendered = conf.render(values.get()::get);
        denial.addAll(rendered.problems());
        rendered.warnings().forEach(warning -> warnings.add(warning.toString()));
        warnings.addAll(EdgeWarnings.of(ReferencePlaces.ofConf(conf.references()), values.get()));
        Map<String, SecretValue> data = new LinkedHashMap<>(DeliveryData.render(driver.delivery(), values.get()::get));
        data.putAll(rendered.files());
        DeliveryData.tooLarge(data).ifPresent(denial::add);
        if (denial.isEmpty() && !request.dryRun()) {
            try {
                delivery.create(request.namespace(), driver.delivery(), driver.reference(), data);
            } catch (ClusterException e) {
                denial.add("delivery Secret", e);
            }
        }
        if (denial.isEmpty() && !request.dryRun()) {
            release(request.namespace(), driver.pod(), denial);
        }
    }
}
