package io.sparksecrets.command.transfer;

import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.command.line.Prompt;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.text.NotUtf8Exception;
import io.sparksecrets.text.Printable;
import io.sparksecrets.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Takes the passphrase of a file from where neither the process list nor a shell's history sees it. */
final class PassphraseOption {

    /** A shorter one is guessed, whatever work each guess is. */
    private static final int MIN_LENGTH = 12;

    private static final int MAX_BYTES = 64 * 1024;

    private final Prompt prompt;
    private final Map<String, String> environment;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = {
                "Take the passphrase from a file; one newline at its end is dropped. Default: from the variable "
                        + Settings.PASSPHRASE_VARIABLE + ", else it is asked for."
            })
    private @Nullable Path file;

    PassphraseOption(Prompt prompt, Map<String, String> environment) {
        this.prompt = prompt;
        this.environment = environment;
    }

    /** That of a file which exists. */
    SecretValue ofExisting(String name) {
        return required(given("Passphrase of " + name + " (not shown): ", false));
    }

    /** That of a file which will be written. */
    SecretValue ofNew(String name) {
        SecretValue passphrase = required(given("New passphrase for " + name + " (not shown): ", true));
        String text = passphrase.reveal();
        int length = text.codePointCount(0, text.length());
        if (length < MIN_LENGTH) {
            throw CommandFailure.badInput(
                    "the passphrase has %d characters; take %d or more, because it guards every secret of the file"
                            .formatted(length, MIN_LENGTH));
        }
        return passphrase;
    }

    private static SecretValue required(String passphrase) {
        if (passphrase.isEmpty()) {
            throw CommandFailure.badInput("the passphrase is empty");
        }
        return SecretValue.of(passphrase);
    }

    private String given(String question, boolean twice) {
        if (file != null) {
            return read(file);
        }
        String variable = environment.getOrDefault(Settings.PASSPHRASE_VARIABLE, "");
        if (!variable.isEmpty()) {
            return variable;
        }
        if (!prompt.canAsk()) {
            throw CommandFailure.badInput(
                    "there is no terminal to ask for the passphrase; take --passphrase-file FILE, or set the variable "
                            + Settings.PASSPHRASE_VARIABLE);
        }
        String typed = prompt.askHidden(question);
        if (twice && !prompt.askHidden("The same again: ").equals(typed)) {
            throw CommandFailure.badInput("the two passphrases differ; nothing was written");
        }
        return typed;
    }

    private static String read(Path file) {
        String name = Printable.of(file.toString());
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw CommandFailure.badInput(name + " is longer than a passphrase can be, 64 KiB");
            }
            return Utf8.decodeFile(bytes).replaceFirst("\\r?\\n\\z", "");
        } catch (NotUtf8Exception e) {
            throw CommandFailure.badInput(name + " is " + e.getMessage() + ", so it is no passphrase");
        } catch (NoSuchFileException e) {
            throw CommandFailure.badInput("there is no file " + name);
        } catch (IOException e) {
            throw CommandFailure.badInput(
                    name + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
