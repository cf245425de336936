package io.sparksecrets.command.secrets;

import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.command.line.Prompt;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.text.NotUtf8Exception;
import io.sparksecrets.text.Printable;
import io.sparksecrets.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Takes the value of a secret from where neither the process list nor a shell's history sees it. */
final class ValueInput {

    /** Kubernetes holds no larger Secret, so no larger value could be delivered. */
    private static final int MAX_BYTES = 1024 * 1024;

    private final InputStream standardInput;
    private final Prompt prompt;

    ValueInput(InputStream standardInput, Prompt prompt) {
        this.standardInput = standardInput;
        this.prompt = prompt;
    }

    /**
     * A text as it came.
     *
     * @param name what messages call its origin
     */
    record Given(Origin origin, String name, SecretValue text) {}

    /** Where a value comes from, which decides what stands at its ends. */
    enum Origin {
        /** Typed by a person. */
        TERMINAL,
        PIPE,
        FILE
    }

    /** The content of a file. */
    Given fromFile(Path file) {
        String name = Printable.of(file.toString());
        try (InputStream in = Files.newInputStream(file)) {
            return new Given(Origin.FILE, name, SecretValue.of(read(name, in)));
        } catch (NoSuchFileException e) {
            throw CommandFailure.badInput("there is no file " + name);
        } catch (IOException e) {
            throw CommandFailure.badInput(
                    name + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** What is piped in, or typed twice by a person. */
    Given fromStandardInput(String key) {
        if (prompt.isInputATerminal()) {
            return new Given(Origin.TERMINAL, "the terminal", SecretValue.of(asked(key)));
        }
        try {
            String name = "standard input";
            return new Given(Origin.PIPE, name, SecretValue.of(read(name, standardInput)));
        } catch (IOException e) {
            throw CommandFailure.badInput(
                    "standard input cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private String asked(String key) {
        if (!prompt.canAsk()) {
            throw CommandFailure.badInput(
                    "the output is redirected, so the value cannot be asked for without showing it; pipe the value in instead");
        }
        String typed = prompt.askHidden("Value of " + key + " (not shown): ");
        if (!prompt.askHidden("The same again: ").equals(typed)) {
            throw CommandFailure.badInput("the two values differ; nothing was stored");
        }
        return typed;
    }

    private static String read(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw CommandFailure.badInput(name + " is longer than 1 MiB, which no Kubernetes Secret can hold");
        }
        UnicodeMark.otherThanUtf8(bytes).ifPresent(charset -> {
            throw CommandFailure.badInput(
                    "%s is %s text, as its byte order mark says; convert it to UTF-8, such as with iconv -f %s -t UTF-8"
                            .formatted(name, charset, charset));
        });
        try {
            String text = Utf8.decode(bytes);
            if (text.indexOf('\0') >= 0) {
                throw CommandFailure.badInput(
                        name + " holds a NUL character, which no variable can; encode it, such as with base64");
            }
            return text;
        } catch (NotUtf8Exception e) {
            throw CommandFailure.badInput(name + " is " + e.getMessage() + "; encode it, such as with base64");
        }
    }
}
