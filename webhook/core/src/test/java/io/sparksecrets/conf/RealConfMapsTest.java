package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The conf maps that real spark-submits sent. */
class RealConfMapsTest {

    private static final ConfContext CONTEXT = new ConfContext(true, true, "/opt/spark/conf");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spark-4.1.1   | CONF_PASS,DB_PASS,OPT_PASS   | EXE_PASS,OPT_PASS
            spark-3.5.6   | EXE_PASS,CONF_PASS,OPT_PASS  | OPT_PASS
            pyspark-4.3.0 | CONF_PASS,OPT_PASS           | EXE_PASS
            """)
    void theReferencesAreFoundAndNothingIsWrong(String run, String driver, String executors) throws IOException {
        Map<String, String> data = data(run);
        ConfMapTemplate conf = ConfMapTemplate.parse(sparkProperties(data), CONTEXT);
        assertThat(conf.problems()).isEmpty();
        assertThat(ConfFiles.problems(data)).isEmpty();
        assertThat(conf.references().values().stream().flatMap(Set::stream).distinct())
                .map(Reference::path)
                .isEqualTo(List.of(driver.split(",", -1)));
        assertThat(conf.executorReferences().values().stream()
                        .flatMap(Set::stream)
                        .distinct())
                .map(Reference::path)
                .isEqualTo(List.of(executors.split(",", -1)));
        assertThat(conf.executorServiceAccount()).contains("spark");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark-4.1.1", "spark-3.5.6", "pyspark-4.3.0"})
    void sparkLoadsTheRenderedFileAsTheOriginalWithValuesInResolvedKeysOnly(String run) throws Exception {
        Map<String, String> data = data(run);
        Map<String, String> original = load(sparkProperties(data));
        Map<String, String> rendered = load(sparkProperties(render(data)));

        assertThat(rendered.remove(RedactionRegex.KEY)).contains("\\Qsun.java.command\\E", RedactionRegex.DEFAULT);
        Map<String, String> expected = new HashMap<>(original);
        expected.replaceAll((key, value) -> ConfKeys.treatmentOf(key) instanceof Treatment.Resolved
                ? value.replaceAll("(?<!\\$)\\$\\{secrets\\.(\\w+)}", "value of $1")
                        .replace("$${secrets", "${secrets")
                : value);
        expected.computeIfPresent(
                "spark.driver.extraJavaOptions",
                (key, value) -> "@/opt/spark/conf/spark-driver-extra-java-options.conf");
        original.forEach((key, value) -> {
            // Each run has one at most.
            if (key.startsWith("spark.executorEnv.") && value.contains("${secrets")) {
                expected.remove(key);
                expected.put(
                        "spark.kubernetes.executor.annotation.sparksecrets.io/executor-env-0",
                        key.substring("spark.executorEnv.".length()) + "=" + value);
            }
        });
        assertThat(rendered).isEqualTo(expected).isNotEqualTo(original);
    }

    @Test
    void driverJavaOptionsStandInTheirFile() throws Exception {
        assertThat(render(data("spark-4.1.1")).get("spark-driver-extra-java-options.conf"))
                .isEqualTo("\"-Dprobe.d=value of OPT_PASS\"\n\"-Dhome=${user.home}\"\n");
        assertThat(render(data("spark-3.5.6")).get("spark-driver-extra-java-options.conf"))
                .isEmpty();
    }

    private static Map<String, String> render(Map<String, String> data) {
        RenderedConf rendered = ConfMapTemplate.parse(sparkProperties(data), CONTEXT)
                .render(reference -> SecretValue.of("value of " + reference.path()));
        assertThat(rendered.problems()).isEmpty();
        Map<String, String> files = new HashMap<>();
        rendered.files().forEach((name, content) -> files.put(name, content.reveal()));
        return files;
    }

    private Map<String, String> load(String text) throws IOException {
        return new HashMap<>(RealSpark.load(Files.writeString(directory.resolve("spark.properties"), text)));
    }

    private static String sparkProperties(Map<String, String> data) {
        return Objects.requireNonNull(data.get(ConfFiles.SPARK_PROPERTIES));
    }

    private static Map<String, String> data(String run) throws IOException {
        try (InputStream json = RealConfMapsTest.class.getResourceAsStream("/requests/" + run + "/conf-map.json")) {
            JsonNode review = JsonMapper.shared().readTree(Objects.requireNonNull(json, run));
            Map<String, String> data = new HashMap<>();
            review.at("/request/object/data")
                    .properties()
                    .forEach(file -> data.put(file.getKey(), file.getValue().stringValue()));
            return data;
        }
    }
}
