package io.sparksecrets.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs Jazzer on a target, in a process of its own because Jazzer fuzzes one target and ends its process.
 *
 * <p>Everything it writes goes below one directory: the corpus, which the next run goes on with, the log, and the findings.
 */
final class Fuzzer {

    /** How long one input may take before it counts as a hang. */
    private static final Duration INPUT_LIMIT = Duration.ofSeconds(10);

    /** For the start and the end of the process, on a machine that is busy. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private static final Pattern SUMMARY = Pattern.compile("(?m)^Done (\\d+) runs in ");

    private final Path directory;

    Fuzzer(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /**
     * Fuzzes a target.
     *
     * @return how many inputs were tried
     * @throws AssertionError when an input breaks the target; the message shows the input
     */
    long run(Class<?> target, Duration time) throws IOException, InterruptedException {
        Path home = directory.resolve(target.getSimpleName());
        Path corpus = Files.createDirectories(home.resolve("corpus"));
        Path findings = emptied(home.resolve("findings"));
        Path log = home.resolve("jazzer.log");

        Process jazzer = new ProcessBuilder(command(target, time, corpus, findings))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!jazzer.waitFor(time.plus(GRACE).toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the fuzzer does not end; its log: " + log);
            }
        } finally {
            jazzer.destroyForcibly();
        }

        String output = Files.readString(log, StandardCharsets.ISO_8859_1);
        Matcher summary = SUMMARY.matcher(output);
        if (jazzer.exitValue() != 0 || !summary.find()) {
            throw new AssertionError(report(target, jazzer.exitValue(), findings, log, output));
        }
        return Long.parseLong(summary.group(1));
    }

    private static List<String> command(Class<?> target, Duration time, Path corpus, Path findings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=io.sparksecrets.**",
                // Not into the libraries of the oracles: that takes most of the time.
                "--custom_hook_includes=io.sparksecrets.**",
                "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings + "/",
                "-max_total_time=" + time.toSeconds(),
                "-timeout=" + INPUT_LIMIT.toSeconds(),
                "-rss_limit_mb=2048",
                // Short inputs say all there is to say about a language, and run faster.
                "-max_len=1000",
                corpus.toString()));
        seeds(target).map(Path::toString).forEach(command::add);
        return command;
    }

    /** Where the inputs to begin with are, if there are any. Jazzer only reads them. */
    private static Stream<Path> seeds(Class<?> target) {
        URL seeds = target.getResource("/fuzz/" + target.getSimpleName());
        try {
            return seeds == null ? Stream.empty() : Stream.of(Path.of(seeds.toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path emptied(Path findings) throws IOException {
        Files.createDirectories(findings);
        try (Stream<Path> old = Files.list(findings)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        return findings;
    }

    private static String report(Class<?> target, int exit, Path findings, Path log, String output) throws IOException {
        StringBuilder report = new StringBuilder();
        try (Stream<Path> files = Files.list(findings)) {
            files.filter(file -> !file.toString().endsWith(".java")).forEach(file -> report.append(show(target, file)));
        }
        if (report.isEmpty()) {
            report.append("the fuzzer failed with exit code ").append(exit).append(" and left no input\n");
        }
        return report.append("log: ")
                .append(log)
                .append('\n')
                .append(cause(output))
                .toString();
    }

    /** The exception and its stack trace, where the log has one, else the log's end. */
    private static String cause(String output) {
        int from = Math.max(output.indexOf("\n== Java"), output.indexOf("\nERROR: "));
        int to = output.indexOf("\n== libFuzzer crashing input", from);
        return from >= 0 && to >= 0
                ? output.substring(from + 1, to)
                : output.substring(Math.max(0, output.length() - 4000));
    }

    private static String show(Class<?> target, Path file) {
        try {
            byte[] input = Files.readAllBytes(file);
            return """
                    this input breaks %s: %s
                      as text:   %s
                      as bytes:  %s
                      to keep it from coming back, add the file to src/test/resources/fuzz/%s
                    """.formatted(
                            target.getSimpleName(),
                            file,
                            new String(input, StandardCharsets.UTF_8),
                            HexFormat.of().formatHex(input),
                            target.getSimpleName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
