package io.sparksecrets.store.database;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that holds a keyset. */
public final class KeysetFile implements KeysetHome {

    private final Path file;
    private final String place;

    /** A file that need not exist yet. */
    public KeysetFile(Path file) {
        this(file, "the file " + file);
    }

    /** @param place what messages call the file */
    public KeysetFile(Path file, String place) {
        this.file = file;
        this.place = place;
    }

    /**
     * Makes a keyset with one new key, readable by its owner only.
     *
     * @throws StoreException with {@link StoreException.Reason#CONFLICT} when the file exists
     */
    public void create() {
        if (Files.exists(file)) {
            throw new StoreException(
                    StoreException.Reason.CONFLICT,
                    place + " exists, and is not replaced: values may be encrypted with what it holds");
        }
        try {
            write(Keyset.create().json());
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    @Override
    public SecretValue read() {
        try {
            return SecretValue.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw unusable("there is no keyset in " + place + "; restore it from a backup");
        } catch (IOException e) {
            throw unusable("the keyset in " + place + " cannot be read by this process ("
                    + e.getClass().getSimpleName() + "); check its owner and mode");
        }
    }

    @Override
    public boolean replace(SecretValue read, SecretValue replacement) {
        try {
            return OpeningLock.holding(file.resolveSibling(file.getFileName() + ".lock"), () -> {
                if (!read().equals(read)) {
                    return false;
                }
                try {
                    write(replacement);
                } catch (IOException e) {
                    throw notWritten(e);
                }
                return true;
            });
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    /** Puts it in place as a whole: whoever reads sees the old content or the new one. */
    private void write(SecretValue json) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        FilePermissions.createFile(temporary);
        Files.write(temporary, json.reveal().getBytes(StandardCharsets.UTF_8), StandardOpenOption.SYNC);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String place() {
        return place;
    }

    private StoreException notWritten(IOException failure) {
        return unusable("the keyset in " + place + " cannot be written ("
                + failure.getClass().getSimpleName()
                + "); check the owner, the mode and the free space of its directory, and that it is no mounted Secret");
    }

    private static StoreException unusable(String message) {
        return Keyset.unusable(message);
    }
}
