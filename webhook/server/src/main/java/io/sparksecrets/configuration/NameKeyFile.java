package io.sparksecrets.configuration;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;

/** The key of the names of delivery Secrets, a file of random bytes. */
public final class NameKeyFile {

    private static final int LENGTH = 32;
    private static final int MAX_LENGTH = 4096;

    private NameKeyFile() {}

    /**
     * Reads the key; makes it first, for the owner of the process only, where it is ours to make and does not exist.
     *
     * @return 32 bytes or more
     * @throws ConfigurationException when there is no such file, or it is no key
     */
    public static byte[] read(Configuration.Delivery delivery) throws ConfigurationException {
        Path file = delivery.nameKeyFile();
        try {
            if (delivery.makesNameKey() && !Files.exists(file)) {
                make(file);
            }
            long length = Files.size(file);
            if (!Files.isRegularFile(file) || length < LENGTH || length > MAX_LENGTH) {
                throw problem(
                        delivery, "is no key: a key is a file of %d to %d random bytes".formatted(LENGTH, MAX_LENGTH));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw problem(delivery, "cannot be used (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Puts the whole key in its place at once, so that another process that starts now never reads half of one. */
    private static void make(Path file) throws IOException {
        byte[] key = new byte[LENGTH];
        new SecureRandom().nextBytes(key);
        Path directory = file.toAbsolutePath().getParent();
        if (!Files.exists(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path temporary = Files.createTempFile(
                directory,
                "delivery-name",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(temporary, key, StandardOpenOption.SYNC);
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster; its key is the one that counts.
        } finally {
            Files.delete(temporary);
        }
    }

    /** Names no file that was named by a setting: what stands there may be the key itself, put in the wrong place. */
    private static ConfigurationException problem(Configuration.Delivery delivery, String what) {
        String file = delivery.makesNameKey() ? "the file " + delivery.nameKeyFile() : "the file that it names";
        return new ConfigurationException(List.of("%s: %s %s".formatted(Settings.NAME_KEY_FILE.key(), file, what)));
    }
}
