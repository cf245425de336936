package io.sparksecrets.store.database;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Another process that uses an embedded store. It answers each line of its input with one line: {@code write PATH VALUE}, {@code
 * read PATH}, {@code close} (ends as a command does), {@code halt} (ends as {@code kill -9} does).
 */
final class SecondProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final Writer input;

    /** Starts it; it opens the store right away. */
    SecondProcess(Path dataDirectory) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SecondProcess.class.getName(),
                        dataDirectory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    }

    /** Waits for the next line; names the end of the process instead when there is none. */
    String answer() throws IOException, InterruptedException {
        String line = output.readLine();
        return line != null ? line : "ended with " + process.waitFor();
    }

    String ask(String command) throws IOException, InterruptedException {
        input.write(command + "\n");
        input.flush();
        return answer();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** In the other process. */
    public static void main(String[] args) throws IOException {
        PrintWriter answers = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        try (SecretStore store = EmbeddedDatabase.open(Path.of(args[0]));
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            answers.println("open");
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] words = line.split(" ", 3);
                switch (words[0]) {
                    case "write" -> {
                        store.write(words[1], SecretValue.of(words[2]), OptionalLong.empty(), "second process");
                        answers.println("written");
                    }
                    case "read" -> {
                        ReadRequest request = ReadRequest.newest(words[1]);
                        answers.println(
                                store.read(List.of(request)).get(request) instanceof ReadResult.Text text
                                        ? text.value().reveal()
                                        : "not read");
                    }
                    case "close" -> {
                        return;
                    }
                    case "halt" -> Runtime.getRuntime().halt(9);
                    default -> throw new IllegalArgumentException(line);
                }
            }
        }
    }
}
