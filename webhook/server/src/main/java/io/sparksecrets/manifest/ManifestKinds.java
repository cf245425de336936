package io.sparksecrets.manifest;

import io.sparksecrets.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells by {@code apiVersion} and {@code kind} what a document is. */
final class ManifestKinds {

    static final String EXPECTED =
            "a Pod, an AdmissionReview, a ConfigMap, a SparkApplication, another Kubernetes object or a spark-defaults.conf";

    private static final Set<String> OPERATORS = Set.of("sparkoperator.k8s.io", "spark.apache.org");
    private static final String LIST = "List";

    private ManifestKinds() {}

    /** @param kindOfItem the kind of what says none itself, as items of a PodList do; empty elsewhere */
    static List<Manifest> recognise(String origin, JsonNode document, String kindOfItem) throws ManifestException {
        if (!(document instanceof ObjectNode tree)) {
            throw new ManifestException(origin + " is no object; expected is " + EXPECTED);
        }
        String kind = tree.path("kind").asString(kindOfItem);
        if (kind.isEmpty()) {
            throw new ManifestException(origin + " has no \"kind\"; expected is " + EXPECTED);
        }
        if (kind.endsWith(LIST) && tree.path("items").isArray()) {
            return items(origin, tree, kind.substring(0, kind.length() - LIST.length()));
        }
        return List.of(kind.equals("AdmissionReview") ? review(origin, tree) : object(origin, tree, kind));
    }

    private static List<Manifest> items(String origin, ObjectNode list, String kindOfItems) throws ManifestException {
        List<Manifest> manifests = new ArrayList<>();
        for (JsonNode item : list.path("items")) {
            manifests.addAll(recognise(origin + ", item " + (manifests.size() + 1), item, kindOfItems));
        }
        return manifests;
    }

    private static Manifest.AdmissionReview review(String origin, ObjectNode tree) throws ManifestException {
        String version = tree.path("apiVersion").asString("");
        if (!version.equals("admission.k8s.io/v1")) {
            throw new ManifestException("%s is an AdmissionReview of %s; only admission.k8s.io/v1 is understood"
                    .formatted(origin, Printable.quoted(version)));
        }
        JsonNode request = tree.path("request");
        if (!(request.path("object") instanceof ObjectNode object)) {
            throw new ManifestException(
                    origin + " is an AdmissionReview without request.object, such as one of a deletion");
        }
        String kind =
                object.path("kind").asString(request.path("kind").path("kind").asString(""));
        return new Manifest.AdmissionReview(origin, tree, object(origin, object, kind));
    }

    private static Manifest.KubernetesObject object(String origin, ObjectNode tree, String kind) {
        String version = tree.path("apiVersion").asString("v1");
        if (kind.equals("Pod") && version.equals("v1")) {
            return new Manifest.Pod(origin, tree);
        }
        if (kind.equals("ConfigMap") && version.equals("v1")) {
            return new Manifest.ConfigMap(origin, tree);
        }
        int slash = version.indexOf('/');
        if (kind.equals("SparkApplication") && slash > 0 && OPERATORS.contains(version.substring(0, slash))) {
            return new Manifest.SparkApplication(origin, tree);
        }
        return new Manifest.OtherObject(origin, tree);
    }
}
