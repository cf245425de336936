package io.sparksecrets.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs until it is ended, and never longer than the program that started it. */
public final class ServerProcess implements AutoCloseable {

    /** Waits for the end of its standard input, which comes with the end of this program however that ends. */
    private static final String GUARD = "read -r never; kill -KILL \"$0\" 2> /dev/null";

    private static final int SHOWN_LINES = 20;

    private final String name;
    private final Process process;
    private final Process guard;
    private final Path log;

    private ServerProcess(String name, Process process, Process guard, Path log) {
        this.name = name;
        this.process = process;
        this.guard = guard;
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param name what messages call it
     * @param log the file to which its output is appended
     */
    public static ServerProcess start(String name, Map<String, String> environment, Path log, String... words)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Process guard = new ProcessBuilder("sh", "-c", GUARD, Long.toString(process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new ServerProcess(name, process, guard, log);
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /**
     * Checks that it has not ended.
     *
     * @throws IOException with the end of its log when it has
     */
    void requireRunning() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(
                    "%s ended with %d; its log ends:%n%s".formatted(name, process.exitValue(), endOfLog()));
        }
    }

    /**
     * Waits until it answers.
     *
     * @throws IOException with the end of its log when it ends instead, or when the time is up
     */
    public void await(Duration timeout, Waiting.Condition answers) throws IOException {
        try {
            Waiting.until(name, timeout, () -> !isRunning() || answers.holds());
        } catch (IOException e) {
            throw new IOException("%s; its log ends:%n%s".formatted(e.getMessage(), endOfLog()), e);
        }
        requireRunning();
    }

    /** Asks it to end, and kills it when it has not done so in time. */
    public void stop(Duration timeout) throws IOException {
        process.destroy();
        if (!hasEndedWithin(timeout)) {
            kill();
        }
        guard.destroyForcibly();
    }

    /** Ends it at once, as {@code kill -9} does, and returns when it has ended. */
    public void kill() throws IOException {
        // What is frozen dies of this as well.
        process.destroyForcibly();
        if (!hasEndedWithin(Duration.ofSeconds(30))) {
            throw new IOException(name + " cannot be killed");
        }
        guard.destroyForcibly();
    }

    /** Stops its clock: connections stay, and nobody answers. */
    public void freeze() throws IOException {
        signal("-STOP");
    }

    /** Lets it go on after {@link #freeze()}. */
    public void thaw() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        Command.of("kill", signal, Long.toString(process.pid())).check();
    }

    private boolean hasEndedWithin(Duration timeout) throws IOException {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the end of " + name, e);
        }
    }

    private String endOfLog() throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}
