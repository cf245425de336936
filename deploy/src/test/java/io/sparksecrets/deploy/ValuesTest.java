package io.sparksecrets.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each value does something: {@code values-cases.yaml} says what shows once it is set, and does not before. */
class ValuesTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    /**
     * One value.
     *
     * @param with the values that it needs beside it
     * @param set what sets it
     * @param shows what Helm renders then, and not without it
     */
    record Case(String value, String with, String set, String shows) {

        @Override
        public String toString() {
            return value;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void setting(Case one) {
        String before = Chart.text("spark-secrets", one.with());
        String after = Chart.text("spark-secrets", one.with(), one.set());

        assertThat(before).doesNotContain(one.shows());
        assertThat(after).contains(one.shows());
    }

    @Test
    void everyValueHasACase() throws IOException {
        Set<String> withCase = cases().stream().map(Case::value).collect(Collectors.toSet());

        assertThat(SchemaLeaves.read()).isSubsetOf(withCase);
        assertThat(withCase).isSubsetOf(SchemaLeaves.read());
    }

    @Test
    void everyValueIsDescribed() throws IOException {
        assertThat(undescribed("", Chart.read("values.schema.json"))).isEmpty();
    }

    private static List<String> undescribed(String path, Map<?, ?> node) {
        return node.entrySet().stream()
                .flatMap(entry -> {
                    if (!(entry.getValue() instanceof Map<?, ?> child)) {
                        return Stream.of();
                    }
                    String below = path + "/" + entry.getKey();
                    boolean isSetting = path.endsWith("/properties") && !child.containsKey("$ref");
                    boolean lacks = isSetting && !(child.get("description") instanceof String);
                    return Stream.concat(lacks ? Stream.of(below) : Stream.of(), undescribed(below, child).stream());
                })
                .toList();
    }

    static List<Case> cases() throws IOException {
        try (InputStream file = Objects.requireNonNull(
                ValuesTest.class.getResourceAsStream("values-cases.yaml"), "values-cases.yaml")) {
            List<?> read = YAML.unmarshal(file, List.class);
            return read.stream().map(one -> toCase((Map<?, ?>) one)).toList();
        }
    }

    private static Case toCase(Map<?, ?> one) {
        Object with = one.get("with");
        return new Case(
                String.valueOf(one.get("value")),
                YAML.asYaml(with == null ? Map.of() : with),
                YAML.asYaml(Objects.requireNonNull(one.get("set"))),
                String.valueOf(one.get("shows")));
    }
}
