package io.sparksecrets.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A program that is run to its end. */
public record Command(List<String> words, Map<String, String> environment) {

    /** How it ended. */
    public record Result(int exitCode, String output, String errors) {}

    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    public static Command of(String... words) {
        return new Command(List.of(words), Map.of());
    }

    /** The same with one more word at the end. */
    public Command with(String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return new Command(all, environment);
    }

    /** The same with a variable set. */
    public Command withVariable(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put(name, value);
        return new Command(words, all);
    }

    /** Runs it without input and waits for its end. */
    public Result run() throws IOException {
        return run("");
    }

    /** Runs it with this on its standard input and waits for its end. */
    public Result run(String input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        Process process = builder.start();
        CompletableFuture<String> output = reading(process.getInputStream());
        CompletableFuture<String> errors = reading(process.getErrorStream());
        try (var out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return new Result(process.waitFor(), output.join(), errors.join());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + words.getFirst(), e);
        }
    }

    /** Runs it and throws unless it succeeds. Returns what it printed. */
    public String check() throws IOException {
        Result result = run();
        if (result.exitCode() != 0) {
            throw new IOException("%s ended with %d: %s%s"
                    .formatted(String.join(" ", words), result.exitCode(), result.output(), result.errors()));
        }
        return result.output();
    }

    private static CompletableFuture<String> reading(InputStream in) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (in) {
                        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                thread -> Thread.ofVirtual().start(thread));
    }
}
