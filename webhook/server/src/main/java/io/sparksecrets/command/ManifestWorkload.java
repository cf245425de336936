package io.sparksecrets.command;

import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.manifest.PropertiesReader;
import io.sparksecrets.manifest.Property;
import io.sparksecrets.pod.Workload;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which workload the pods of a manifest will be. */
final class ManifestWorkload {

    private static final String DEFAULT = "default";
    private static final String NAMESPACE_KEY = "spark.kubernetes.namespace";
    private static final List<String> ACCOUNT_KEYS = List.of(
            "spark.kubernetes.authenticate.driver.serviceAccountName",
            "spark.kubernetes.authenticate.serviceAccountName");

    /** Where objects of all kinds name the service account. */
    private static final List<String> ACCOUNT_POINTERS = List.of(
            "/spec/serviceAccountName",
            "/spec/driver/serviceAccount",
            "/spec/driver/template/spec/serviceAccountName",
            "/spec/driverSpec/podTemplateSpec/spec/serviceAccountName",
            "/spec/template/spec/serviceAccountName");

    private ManifestWorkload() {}

    /**
     * The workload.
     *
     * @param namespace overrides what the manifest says; null to take that
     * @param serviceAccount likewise
     */
    static Workload of(Manifest manifest, @Nullable String namespace, @Nullable String serviceAccount) {
        return new Workload(
                namespace != null ? namespace : first(namespaces(manifest)),
                serviceAccount != null ? serviceAccount : first(serviceAccounts(manifest)));
    }

    private static String first(Stream<String> candidates) {
        return candidates.filter(candidate -> !candidate.isEmpty()).findFirst().orElse(DEFAULT);
    }

    private static Stream<String> namespaces(Manifest manifest) {
        return switch (manifest) {
            case Manifest.AdmissionReview review ->
                Stream.of(review.request().path("namespace").asString(""));
            case Manifest.KubernetesObject object ->
                Stream.of(object.tree().at("/metadata/namespace").asString(""), conf(object, NAMESPACE_KEY));
            case Manifest.SparkDefaults defaults -> Stream.of(value(defaults.properties(), NAMESPACE_KEY));
        };
    }

    private static Stream<String> serviceAccounts(Manifest manifest) {
        return switch (manifest) {
            case Manifest.AdmissionReview review -> serviceAccounts(review.object());
            case Manifest.KubernetesObject object ->
                Stream.concat(
                        ACCOUNT_POINTERS.stream()
                                .map(pointer -> object.tree().at(pointer).asString("")),
                        ACCOUNT_KEYS.stream().map(key -> conf(object, key)));
            case Manifest.SparkDefaults defaults -> ACCOUNT_KEYS.stream().map(key -> value(defaults.properties(), key));
        };
    }

    /** A key of Spark's conf, from a conf map or a SparkApplication. */
    private static String conf(Manifest.KubernetesObject object, String key) {
        JsonNode properties = object.tree().path("data").path("spark.properties");
        if (properties.isString()) {
            try {
                return value(PropertiesReader.read(properties.stringValue()), key);
            } catch (PropertiesReader.MalformedLineException e) {
                return ""; // The webhook refuses such a conf map; who asks no longer matters.
            }
        }
        return object.tree().path("spec").path("sparkConf").path(key).asString("");
    }

    private static String value(List<Property> properties, String key) {
        return properties.stream()
                .filter(property -> property.key().equals(key))
                .reduce((first, last) -> last)
                .map(Property::value)
                .orElse("");
    }
}
