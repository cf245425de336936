package io.sparksecrets.pod.rewrite;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts real programs of this machine as a container runtime starts them: words and env, in an empty directory. */
final class RealContainer {

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /**
     * What a program did.
     *
     * @param files what lies in its working directory, which had only the given files
     */
    record Outcome(String output, String errors, List<String> files) {}

    private RealContainer() {}

    static boolean has(String program) {
        return Stream.of(PATH.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** @param files by name, what lies in the working directory */
    static Outcome run(List<String> words, Map<String, String> env, Map<String, String> files) {
        try {
            Path directory = Files.createTempDirectory("container");
            Path input = Files.createTempFile("container", ".words");
            Path errors = Files.createTempFile("container", ".err");
            try {
                for (Map.Entry<String, String> file : files.entrySet()) {
                    Path path = directory.resolve(file.getKey());
                    Files.writeString(path, file.getValue());
                    path.toFile().setExecutable(true);
                }
                // Through a file, because Java encodes environments and arguments in the locale of the machine.
                List<String> started = new ArrayList<>(List.of("PATH=" + PATH, "HOME=" + directory));
                env.forEach((name, value) -> started.add(name + "=" + value));
                started.addAll(List.of("timeout", "20"));
                started.addAll(words);
                Files.writeString(input, String.join("\0", started) + "\0");
                Process process = new ProcessBuilder("xargs", "-0", "-x", "-a", input.toString(), "env", "-i")
                        .directory(directory.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectError(errors.toFile())
                        .start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                process.waitFor();
                return new Outcome(output, Files.readString(errors, StandardCharsets.ISO_8859_1), list(directory));
            } finally {
                Files.delete(input);
                Files.delete(errors);
                delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
