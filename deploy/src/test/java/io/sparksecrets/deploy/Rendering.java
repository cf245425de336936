package io.sparksecrets.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What Helm made of the chart. */
record Rendering(String text) {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    List<HasMetadata> objects() {
        return documents().<HasMetadata>map(YAML::unmarshal).toList();
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects().stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
        return all(type).stream()
                .filter(one -> one.getMetadata().getName().equals(name))
                .findFirst();
    }

    <T extends HasMetadata> T get(Class<T> type, String name) {
        return find(type, name)
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name + " in\n" + text));
    }

    /** The objects whose kind has no type here. */
    List<HasMetadata> ofKind(String kind) {
        return objects().stream().filter(one -> one.getKind().equals(kind)).toList();
    }

    PodSpec pod() {
        return get(Deployment.class, "spark-secrets").getSpec().getTemplate().getSpec();
    }

    Container container() {
        return pod().getContainers().getFirst();
    }

    /** The server's configuration file. */
    String configuration() {
        return Objects.requireNonNull(
                get(ConfigMap.class, "spark-secrets").getData().get("configuration.yaml"));
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> parsedConfiguration() {
        return (Map<String, Object>) YAML.unmarshal(configuration(), Map.class);
    }

    /** What the chart puts into a Secret of its own for credentials that were given as values. */
    Map<String, String> credentials() {
        return find(Secret.class, "spark-secrets-credentials")
                .map(Secret::getData)
                .orElse(Map.of());
    }

    private Stream<String> documents() {
        return Arrays.stream(text.split("(?m)^---\\s*$"))
                .filter(document -> document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")));
    }
}
