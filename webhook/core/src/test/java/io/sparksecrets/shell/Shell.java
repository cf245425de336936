package io.sparksecrets.shell;

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

/** A real shell of this machine, started as a container starts it. */
enum Shell {
    BASH("bash"),
    /** dash on Debian and Ubuntu, on which Spark's images are built. */
    SH("sh");

    private final String program;

    Shell(String program) {
        this.program = program;
    }

    /**
     * What a script did.
     *
     * @param words what it printed, parted by NUL characters
     * @param files what lies in its working directory, which was empty
     */
    record Outcome(int exitCode, List<String> words, String errors, List<String> files) {}

    /** Runs {@code shell -c script} in an environment that has PATH and the given variables. */
    Outcome run(String script, Map<String, String> variables) {
        return start(List.of(program, "-c", kubeletExpansion(script)), variables);
    }

    /** Runs the shell with other words. */
    Outcome runWords(List<String> afterProgram) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(afterProgram);
        return start(command, Map.of());
    }

    private static Outcome start(List<String> command, Map<String, String> variables) {
        try {
            Path directory = Files.createTempDirectory("shell");
            Path input = Files.createTempFile("shell", ".words");
            Path errors = Files.createTempFile("shell", ".err");
            try {
                // Through a file, because Java encodes environments and arguments in the locale of the machine.
                List<String> words = new ArrayList<>(List.of("PATH=/usr/bin:/bin"));
                variables.forEach((name, value) -> words.add(name + "=" + value));
                words.addAll(List.of("timeout", "20"));
                words.addAll(command);
                Files.writeString(input, String.join("\0", words) + "\0");
                Process process = new ProcessBuilder("xargs", "-0", "-x", "-a", input.toString(), "env", "-i")
                        .directory(directory.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectError(errors.toFile())
                        .start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                int exitCode = process.waitFor();
                String message = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8);
                return new Outcome(exitCode, split(output), message, list(directory));
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

    private static List<String> split(String output) {
        List<String> words = List.of(output.split("\0", -1));
        return words.getLast().isEmpty() ? words.subList(0, words.size() - 1) : words;
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

    /** What the kubelet makes of an argument in which no variable is known: Expand in third_party/forked/golang/expansion. */
    static String kubeletExpansion(String input) {
        StringBuilder output = new StringBuilder();
        int cursor = 0;
        while (cursor < input.length()) {
            char character = input.charAt(cursor);
            boolean operator = character == '$' && cursor + 1 < input.length();
            if (operator && input.charAt(cursor + 1) == '$') {
                output.append('$');
                cursor += 2;
            } else if (operator && input.charAt(cursor + 1) == '(' && input.indexOf(')', cursor) > 0) {
                int close = input.indexOf(')', cursor);
                output.append(input, cursor, close + 1);
                cursor = close + 1;
            } else {
                output.append(character);
                cursor++;
            }
        }
        return output.toString();
    }
}
