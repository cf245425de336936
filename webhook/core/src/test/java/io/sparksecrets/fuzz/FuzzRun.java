package io.sparksecrets.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.reference.TemplateFuzz;
import io.sparksecrets.shell.ShellScriptFuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The fuzz targets, which share {@code fuzz.seconds}. Run by {@code mvn verify}, not by {@code mvn test}.
 *
 * <p>A new target is a public class with {@code public static void fuzzerTestOneInput(byte[] input)} and a line in {@link
 * #TARGETS}. Inputs to begin with, and those that once broke something, are files in {@code
 * src/test/resources/fuzz/<name of the class>}.
 */
class FuzzRun {

    static final List<Class<?>> TARGETS = List.of(TemplateFuzz.class, ShellScriptFuzz.class);

    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 10);
    private static final Path DIRECTORY = Path.of(System.getProperty("fuzz.directory", "target/fuzz"));

    @ParameterizedTest
    @FieldSource("TARGETS")
    void noInputBreaksTheTarget(Class<?> target) throws Exception {
        Duration share = Duration.ofSeconds(Math.max(1, SECONDS / TARGETS.size()));

        long inputs = new Fuzzer(DIRECTORY).run(target, share);

        System.out.printf("%s: %,d inputs in %d s%n", target.getSimpleName(), inputs, share.toSeconds());
        assertThat(inputs).isPositive();
    }

    @Test
    void anInputThatBreaksTheTargetIsFoundAndShown(@TempDir Path directory) {
        assertThatThrownBy(() -> new Fuzzer(directory).run(Broken.class, Duration.ofMinutes(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("this input breaks Broken")
                .hasMessageContaining("as text:   open sesame")
                .hasMessageContaining("the cave opens");
    }

    /** What the fuzzer must be able to break: no blind search finds these words. */
    public static final class Broken {

        private Broken() {}

        public static void fuzzerTestOneInput(byte[] input) {
            if (new String(input, StandardCharsets.UTF_8).startsWith("open sesame")) {
                throw new IllegalStateException("the cave opens");
            }
        }
    }
}
