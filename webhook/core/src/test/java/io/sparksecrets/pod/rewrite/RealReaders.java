package io.sparksecrets.pod.rewrite;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts the programs that read options from env variables: Spark's launcher of two versions, and Python. */
final class RealReaders {

    /**
     * What a program made of its env.
     *
     * @param words what it printed to its output, parted by NUL characters
     * @param errors what it printed otherwise
     */
    record Outcome(List<String> words, String errors) {}

    private RealReaders() {}

    /**
     * What bin/spark-class runs to learn the command that it starts.
     *
     * @param artifact the launcher's
     */
    static Outcome launcher(String artifact, Map<String, String> env, List<String> words) {
        try {
            Path home = Files.createTempDirectory("spark-home");
            Path jars = Files.createDirectory(home.resolve("jars"));
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    jar(artifact),
                    "org.apache.spark.launcher.Main"));
            command.addAll(words);
            Map<String, String> whole = new LinkedHashMap<>(env);
            whole.put("SPARK_HOME", home.toString());
            whole.put("SPARK_SCALA_VERSION", "2.13");
            Outcome outcome = run(command, whole);
            Files.delete(jars);
            Files.delete(home);
            // Since Spark 3.4 it parts the command from other output by a NUL character and a line break.
            List<String> started = new ArrayList<>(outcome.words());
            started.removeIf(word -> word.isEmpty() || word.equals("\n"));
            if (!started.isEmpty() && started.getFirst().startsWith("\n")) {
                started.set(0, started.getFirst().substring(1));
            }
            return new Outcome(started, outcome.errors());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words that pyspark/java_gateway.py hands to spark-submit. */
    static List<String> pyspark(Map<String, String> env) {
        String script = "import os, shlex, sys; sys.stdout.write("
                + "''.join(word + chr(0) for word in shlex.split(os.environ['PYSPARK_SUBMIT_ARGS'])))";
        return run(List.of("python3", "-c", script), env).words();
    }

    private static Outcome run(List<String> command, Map<String, String> env) {
        try {
            Path errors = Files.createTempFile("reader", ".err");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().clear();
            builder.environment().put("PATH", System.getenv("PATH"));
            builder.environment().putAll(env);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            String printed = Files.readString(errors);
            Files.delete(errors);
            List<String> words = new ArrayList<>(List.of(output.split("\0", -1)));
            words.removeLast();
            return new Outcome(words, printed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String jar(String artifact) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> new File(entry).getName().startsWith(artifact))
                .findFirst()
                .orElseThrow(() -> new AssertionError(artifact + " is not on the class path of the tests"));
    }
}
