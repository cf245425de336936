package io.sparksecrets.pod.rewrite;

import io.sparksecrets.pod.ConfVolume;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.EnvVariable;
import io.sparksecrets.pod.ExecutorContainers;
import io.sparksecrets.pod.JsonPatch;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SecretVariable;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.pod.delivery.DeliveryAnnotation;
import io.sparksecrets.pod.delivery.DeliveryEntry;
import io.sparksecrets.pod.delivery.DeliveryNames;
import io.sparksecrets.pod.delivery.DeliveryOwner;
import io.sparksecrets.pod.rewrite.EntryAllocator.Need;
import io.sparksecrets.reference.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rewrites a pod so that every reference in env, args and command is delivered through one Secret.
 *
 * <p>A pure function of the pod, the request's UID and a key: no store, no network, no clock. Running it again over its own
 * result changes nothing; references that somebody added in between extend the delivery.
 */
public final class PodRewriter {

    private final DeliveryNames names;
    private final RewriteSettings settings;

    public PodRewriter(DeliveryNames names, RewriteSettings settings) {
        this.names = names;
        this.settings = settings;
    }

    /** Rewrites a pod as it stands in an AdmissionReview or a manifest. Never fails; what is wrong is among the problems. */
    public PodRewrite rewrite(SparkPod given, PodRequest request) {
        ExecutorVariables variables = ExecutorVariables.addTo(given);
        SparkPod pod = variables.pod();
        Optional<DeliveryOwner.Application> application = OwnerChoice.application(pod, request);
        Optional<Delivery> earlier = proved(pod, request.namespace(), application);
        if (earlier.isEmpty() && pod.annotation(DeliveryAnnotation.NAME).isPresent()) {
            return refused(foreignAnnotation());
        }

        List<ContainerSites> containers = new ArrayList<>();
        Set<Need> needs = new HashSet<>();
        List<DeliveryEntry> files = new ArrayList<>();
        List<Problem> problems = new ArrayList<>(variables.problems());
        List<Problem> warnings = new ArrayList<>();
        List<String> places = new ArrayList<>();
        Set<String> takenVariables = new HashSet<>();
        Set<String> takingArgumentFiles = takingArgumentFiles(pod);
        for (Container container : pod.containers()) {
            ContainerSites sites =
                    ContainerSites.find(pod, container, takingArgumentFiles.contains(container.pointer()));
            containers.add(sites);
            problems.addAll(sites.problems());
            warnings.addAll(sites.warnings());
            addForeignVariables(container, earlier, takenVariables);
            for (Site site : sites.sites()) {
                needs.addAll(site.needs());
                places.add(container.displayName() + ", " + site.displayName());
                if (site instanceof Site.JavaOption option) {
                    files.add(option.entry());
                }
            }
        }
        Optional<ConfVolume> confVolume = pod.confVolume();
        confVolume.ifPresent(volume -> places.add("volume " + ConfVolume.NAME));
        if (places.isEmpty()) {
            return new PodRewrite(new JsonPatch().operations(), earlier, places, problems, warnings);
        }

        EntryAllocator entries =
                new EntryAllocator(earlier.map(Delivery::entries).orElse(List.of()), needs, files, takenVariables);
        DeliveryOwner owner = OwnerChoice.of(
                pod,
                () -> creator(request),
                earlier.map(Delivery::owner),
                application,
                entries.entries(),
                settings.leased());
        boolean delivers = !entries.entries().isEmpty() || owner instanceof DeliveryOwner.Driver;
        Optional<Delivery> delivery = delivers
                ? Optional.of(delivery(pod, request, owner, earlier.map(Delivery::nonce), entries.entries()))
                : Optional.empty();
        Optional<String> text = delivery.map(DeliveryAnnotation::text);
        if (text.isPresent() && text.get().length() > DeliveryAnnotation.MAX_LENGTH) {
            return refused(
                    tooManyReferences(entries.entries().size(), text.get().length()));
        }
        PodPatch patch = new PodPatch(variables.patch(), pod, earlier, delivery);
        text.ifPresent(patch::annotate);
        delivery.filter(needed -> !isThereBefore(needed.owner())).ifPresent(needed -> patch.labelAsWaiting());
        containers.forEach(container -> patch.rewrite(container, entries));
        confVolume.ifPresent(patch::projectConf);
        if (confVolume.isPresent() && settings.gatesDrivers()) {
            patch.gate();
        }
        patch.mountDelivery();
        return new PodRewrite(patch.operations(), delivery, places, problems, warnings);
    }

    /**
     * What the annotation of a pod says is delivered to it, where that was written here for this very pod.
     *
     * @return empty where there is no annotation, or it is somebody else's work
     */
    public Optional<Delivery> proved(SparkPod pod, String namespace) {
        return proved(pod, namespace, OwnerChoice.application(pod, PodRequest.of(namespace, "")));
    }

    private Optional<Delivery> proved(SparkPod pod, String namespace, Optional<DeliveryOwner.Application> application) {
        return pod.annotation(DeliveryAnnotation.NAME)
                .flatMap(text -> DeliveryAnnotation.read(text, application))
                .filter(delivery -> isOurs(pod, namespace, delivery));
    }

    /** Whether a pod bears an annotation that was not written here for it. */
    public boolean isForged(SparkPod pod, String namespace) {
        return pod.annotation(DeliveryAnnotation.NAME).isPresent()
                && proved(pod, namespace).isEmpty();
    }

    /** See {@link DeliveryNames#creator}. */
    public String creator(PodRequest request) {
        return names.creator(request.namespace(), request.creator());
    }

    private Delivery delivery(
            SparkPod pod,
            PodRequest request,
            DeliveryOwner owner,
            Optional<String> earlierNonce,
            List<DeliveryEntry> entries) {
        String nonce = owner instanceof DeliveryOwner.Application
                ? ""
                : earlierNonce.filter(given -> !given.isEmpty()).orElse(request.uid());
        String name = names.nameFor(request.namespace(), pod, owner, nonce, entries);
        return new Delivery(name, owner, nonce, entries);
    }

    /** Whether the Secret is there before the pod, so that the pod waits for nobody. */
    private static boolean isThereBefore(DeliveryOwner owner) {
        return owner instanceof DeliveryOwner.Application && !owner.waitsForPod();
    }

    /** The containers whose Java options the java command can read from a file, by their pointers. */
    private Set<String> takingArgumentFiles(SparkPod pod) {
        return pod.role() == SparkPod.Role.EXECUTOR && settings.usesArgumentFiles(pod)
                ? ExecutorContainers.of(pod).stream().map(Container::pointer).collect(Collectors.toSet())
                : Set.of();
    }

    private boolean isOurs(SparkPod pod, String namespace, Delivery delivery) {
        return names.nameFor(namespace, pod, delivery.owner(), delivery.nonce(), delivery.entries())
                .equals(delivery.secretName());
    }

    /** Variables that look like ours but do not come from the earlier run's Secret. */
    private static void addForeignVariables(Container container, Optional<Delivery> earlier, Set<String> names) {
        Optional<String> secret = earlier.map(Delivery::secretName);
        for (EnvVariable variable : container.env()) {
            if (SecretVariable.isName(variable.name())
                    && secret.filter(variable.secretName()::equals).isEmpty()) {
                names.add(variable.name());
            }
        }
    }

    private static PodRewrite refused(Problem problem) {
        return new PodRewrite(new JsonPatch().operations(), Optional.empty(), List.of(), List.of(problem), List.of());
    }

    private static Problem foreignAnnotation() {
        return new Problem(
                "annotation " + DeliveryAnnotation.NAME,
                "was not written by Spark Secrets for this pod; it was edited or copied from another pod. Create the pod"
                        + " from its original manifest, with ${secrets.…} references and without this annotation.");
    }

    private static Problem tooManyReferences(int references, int length) {
        return new Problem(
                "pod",
                "its %d references need an annotation of %d KiB, and Kubernetes allows 256 KiB for all annotations of a pod."
                                .formatted(references, length / 1024)
                        + " Put fewer references into one pod, or several values into one secret with fields.");
    }
}
