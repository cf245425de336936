package io.sparksecrets.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The chart of this module, rendered by Helm. */
final class Chart {

    static final Path DIRECTORY = Path.of(Objects.requireNonNull(System.getProperty("deploy.directory")), "chart");
    static final String NAMESPACE = "spark-secrets";

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private Chart() {}

    /** As {@code helm install spark-secrets deploy/chart} does it, without any values. */
    static Rendering rendering() {
        return rendering("{}");
    }

    /** With these values, in YAML; of several, later ones count. */
    static Rendering rendering(String... values) {
        return new Rendering(text("spark-secrets", values));
    }

    /** The text that Helm renders; fails with Helm's own message. */
    static String text(String release, String... values) {
        List<Path> files = new ArrayList<>();
        try {
            var command = new Helm(DIRECTORY)
                    .template()
                    .withName(release)
                    .withNamespace(NAMESPACE)
                    .withKubeVersion("1.30.0");
            for (String one : values) {
                Path file = Files.writeString(Files.createTempFile("values", ".yaml"), one);
                files.add(file);
                command.withValuesFile(file);
            }
            return command.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            files.forEach(file -> file.toFile().delete());
        }
    }

    /** The notes that {@code helm install} prints. */
    static String notes() {
        return new Helm(DIRECTORY)
                .install()
                .withName("spark-secrets")
                .withNamespace(NAMESPACE)
                .withKubeVersion("1.30.0")
                .clientOnly()
                .dryRun()
                .call()
                .getOutput();
    }

    /** The pod of {@code helm test}, which Helm renders only where it is no hook. */
    static Pod testPod(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = directory.resolve(DIRECTORY.relativize(file).toString());
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                Files.writeString(copy, Files.readString(file).replace("helm.sh/hook: test", "hook: test"));
            }
        }
        String text = new Helm(directory)
                .template()
                .withName("spark-secrets")
                .withNamespace(NAMESPACE)
                .withKubeVersion("1.30.0")
                .call();
        return new Rendering(text).all(Pod.class).getFirst();
    }

    static LintResult lint() {
        return new Helm(DIRECTORY).lint().strict().call();
    }

    /** A file of the chart in YAML or JSON. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> read(String file) throws IOException {
        return (Map<String, Object>) YAML.unmarshal(Files.readString(DIRECTORY.resolve(file)), Map.class);
    }
}
