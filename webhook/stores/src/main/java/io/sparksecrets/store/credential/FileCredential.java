package io.sparksecrets.store.credential;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.text.NotUtf8Exception;
import io.sparksecrets.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A credential in a file, which may be replaced at any time, as a projected token is. One newline at its end is no part of it.
 *
 * @param setting the key of the setting that names the file. Messages call the file by it: it says what the credential is for, and
 *     what stands there may be the credential itself, put in the wrong place
 */
public record FileCredential(Path file, String setting) implements CredentialSource {

    private static final int MAX_BYTES = 1024 * 1024;

    public FileCredential {
        Objects.requireNonNull(file);
        Objects.requireNonNull(setting);
    }

    @Override
    public SecretValue read() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw unusable("is longer than 1 MiB, which no credential is");
            }
            String text = Utf8.decodeFile(bytes).replaceFirst("\r?\n\\z", "");
            if (text.isEmpty()) {
                throw unusable("is empty; put the credential into it");
            }
            return SecretValue.of(text);
        } catch (NoSuchFileException e) {
            throw unusable("does not exist; make it, or name another one");
        } catch (AccessDeniedException e) {
            throw unusable("may not be read by this process; change its owner or mode");
        } catch (IOException e) {
            throw unusable("cannot be read (" + e.getClass().getSimpleName() + ")");
        } catch (NotUtf8Exception e) {
            throw unusable("is " + e.getMessage());
        }
    }

    private StoreException unusable(String why) {
        return InstallationSecretKeys.unavailable(place() + " " + why);
    }

    @Override
    public String place() {
        return "the file that " + setting + " names";
    }
}
