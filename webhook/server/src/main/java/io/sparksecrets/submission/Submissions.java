package io.sparksecrets.submission;

import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.manifest.Manifest.KubernetesObject;
import io.sparksecrets.manifest.Property;
import io.sparksecrets.pod.ConfMapNames;
import io.sparksecrets.pod.ConfVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Says of manifests that are handed over together what the API server is sent because of each. */
public final class Submissions {

    private static final Set<String> OPERATORS = Set.of("sparkoperator.k8s.io", "spark.apache.org");

    /** Kinds of which no pods come. */
    private static final Set<String> KNOWN =
            Set.of("ConfigMap", "Secret", "Service", "Ingress", "Namespace", "ServiceAccount", "Role", "RoleBinding");

    private final Optional<String> namespace;
    private final Optional<String> account;

    /**
     * Makes submissions for a namespace and a service account.
     *
     * @param namespace counts before what a manifest says; empty to take that
     * @param account likewise
     */
    public Submissions(Optional<String> namespace, Optional<String> account) {
        this.namespace = namespace;
        this.account = account;
    }

    /** One submission for each manifest. A conf map takes its driver pod from among them, where it is there. */
    public List<Submission> of(List<Manifest> manifests) {
        List<Submission> submissions = new ArrayList<>();
        List<SentPod> pods = new ArrayList<>();
        for (Manifest manifest : manifests) {
            Submission submission = confMap(manifest).isPresent() ? Submission.NOTHING : of(manifest);
            submissions.add(submission);
            pods.addAll(submission.pods());
        }
        for (int at = 0; at < submissions.size(); at++) {
            Optional<KubernetesObject> confMap = confMap(manifests.get(at));
            if (confMap.isPresent()) {
                submissions.set(at, ofConfMap(manifests.get(at), confMap.get().tree(), pods));
            }
        }
        return submissions;
    }

    /** Whether it is known which pods come of an object, be it none. */
    public static boolean knows(KubernetesObject object) {
        return KNOWN.contains(object.kind())
                || PodOfObject.template(object.kind()).isPresent()
                || OPERATORS.contains(group(object.tree()));
    }

    private Submission of(Manifest manifest) {
        return switch (manifest) {
            case Manifest.ConfigMap map -> ofConfigMap(map);
            case Manifest.AdmissionReview review -> ofReview(review);
            case Manifest.SparkDefaults defaults -> ofProperties(defaults);
            case Manifest.Pod pod ->
                PodOfObject.ofPod(
                        pod.tree(), target(pod.tree().at("/metadata/namespace").asString(""), pod.tree()));
            case KubernetesObject object ->
                KubeflowClientMode.isAskedFor(object) ? KubeflowClientMode.submission(object) : ofObject(object.tree());
        };
    }

    private Submission ofReview(Manifest.AdmissionReview review) {
        return review.object() instanceof Manifest.ConfigMap map
                ? ofConfigMap(map)
                : ReviewedPod.submission(review, account);
    }

    private static Submission ofConfigMap(Manifest.ConfigMap map) {
        String name = map.tree().at("/metadata/name").asString("");
        return ConfMapNames.isOfFiles(name) || ConfMapNames.isOfExecutors(name)
                ? ConfMapManifest.ofFiles(map.tree())
                : Submission.NOTHING;
    }

    private Submission ofObject(JsonNode tree) {
        JsonNode metadata = tree.path("metadata");
        JsonNode spec = tree.path("spec");
        Target target = target(metadata.path("namespace").asString(""), spec.path("sparkConf"));
        String kind = tree.path("kind").asString("");
        return switch (group(tree) + ":" + kind) {
            case "sparkoperator.k8s.io:SparkApplication" ->
                new KubeflowApplication(metadata, spec, "spec", target).submission();
            case "sparkoperator.k8s.io:ScheduledSparkApplication" ->
                new KubeflowApplication(
                                metadata,
                                spec.path("template"),
                                "spec.template",
                                target(metadata.path("namespace").asString(""), spec.at("/template/sparkConf")))
                        .submission();
            case "sparkoperator.k8s.io:SparkConnect" -> KubeflowConnect.submission(metadata, spec, target);
            case "spark.apache.org:SparkApplication" -> ApacheApplication.submission(metadata, spec, target);
            case "spark.apache.org:SparkCluster" -> ApacheCluster.submission(metadata, spec, target);
            default -> PodOfObject.submission(tree, target);
        };
    }

    private Submission ofProperties(Manifest.SparkDefaults defaults) {
        SparkConf conf = new SparkConf(Optional.empty());
        for (Property property : defaults.properties()) {
            conf.put(property.key(), property.value(), "line " + property.line() + ", " + property.key());
        }
        Target target =
                new Target(namespace.or(() -> conf.get(SparkConf.NAMESPACE)).orElse("default"), account);
        ClusterModeApplication application = new ClusterModeApplication(target, conf);
        List<SentPod> pods = application.pods();
        return new Submission(
                pods,
                List.of(application.confMap(pods.getFirst())),
                conf.lost(),
                ClusterModeApplication.unseenTemplates(conf));
    }

    private Submission ofConfMap(Manifest manifest, JsonNode confMap, List<SentPod> pods) {
        ConfMapManifest read = ConfMapManifest.read(confMap);
        String stated = manifest instanceof Manifest.AdmissionReview review
                ? review.request().path("namespace").asString("")
                : confMap.at("/metadata/namespace").asString("");
        Target target = new Target(
                namespace
                        .or(() -> Optional.of(stated).filter(name -> !name.isEmpty()))
                        .or(() -> read.conf().get(SparkConf.NAMESPACE))
                        .orElse("default"),
                account);
        Optional<SentPod> driver = pods.stream()
                .filter(pod -> pod.request().namespace().equals(target.namespace()))
                .filter(pod -> pod.pod()
                        .confVolume()
                        .map(ConfVolume::confMap)
                        .filter(read.name()::equals)
                        .isPresent())
                .findFirst();
        return read.submission(target, driver);
    }

    /** The conf map of a driver, by its name, as the webhook knows it. */
    private static Optional<KubernetesObject> confMap(Manifest manifest) {
        Manifest object = manifest instanceof Manifest.AdmissionReview review ? review.object() : manifest;
        return object instanceof Manifest.ConfigMap map
                        && ConfMapNames.isOfDriver(
                                map.tree().at("/metadata/name").asString(""))
                ? Optional.of(map)
                : Optional.empty();
    }

    private static String group(JsonNode tree) {
        String version = tree.path("apiVersion").asString("");
        return version.substring(0, Math.max(version.indexOf('/'), 0));
    }

    private Target target(String stated, JsonNode conf) {
        return new Target(
                namespace
                        .or(() -> Optional.of(stated).filter(name -> !name.isEmpty()))
                        .or(() -> Optional.ofNullable(
                                conf.path(SparkConf.NAMESPACE).stringValue(null)))
                        .orElse("default"),
                account);
    }
}
