package io.sparksecrets.passphrase;

import io.sparksecrets.reference.SecretValue;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;

/** Reads a file that {@link EncryptedFileWriter} wrote. */
public final class EncryptedFileReader implements AutoCloseable {

    private final String name;
    private final FileChannel file;
    private final FileHeader header;
    private final FileKeys keys;

    private EncryptedFileReader(String name, FileChannel file, FileHeader header, FileKeys keys) {
        this.name = name;
        this.file = file;
        this.header = header;
        this.keys = keys;
    }

    /**
     * Opens a file and checks its beginning; the content only when it is read.
     *
     * @param name of the file, for messages
     * @param passphrase asked for when the file is one that it may open
     * @throws EncryptedFileException when it cannot be read, is none of these files, is cut off, or the passphrase is another one
     */
    public static EncryptedFileReader open(Path path, String name, Supplier<SecretValue> passphrase) {
        if (Files.isDirectory(path)) {
            throw new EncryptedFileException(name + " is a directory, not a file");
        }
        FileChannel file;
        try {
            file = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new EncryptedFileException("there is no file " + name);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
        try {
            FileHeader.Read read = FileHeader.read(file, name);
            FileKeys keys = FileKeys.derive(passphrase.get(), read.header());
            if (!keys.isMac(read.mac(), read.header().covered(read.fileLength()))) {
                throw new EncryptedFileException(
                        "the passphrase is not that of %s, or the beginning of the file was altered".formatted(name));
            }
            return new EncryptedFileReader(name, file, read.header(), keys);
        } catch (IOException e) {
            close(file);
            throw unreadable(name, e);
        } catch (RuntimeException e) {
            close(file);
            throw e;
        }
    }

    /**
     * The content from its beginning. Whoever reads it to its end knows that nothing was altered and nothing is missing; before,
     * only that what was read so far is as it was written.
     *
     * <p>Reading throws {@link EncryptedFileException} when something was altered. There can be one stream at a time.
     */
    public InputStream content() {
        try {
            file.position(FileHeader.LENGTH);
            return new Content(
                    keys.stream().newDecryptingStream(Channels.newInputStream(file), header.associatedData()));
        } catch (IOException | GeneralSecurityException e) {
            throw altered();
        }
    }

    private static EncryptedFileException unreadable(String name, IOException failure) {
        return new EncryptedFileException("%s cannot be read (%s); check its owner and mode"
                .formatted(name, failure.getClass().getSimpleName()));
    }

    private EncryptedFileException altered() {
        return new EncryptedFileException(
                name + " was altered or damaged after it was written, so it is not trusted; take another copy of it");
    }

    @Override
    public void close() {
        close(file);
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            // It was only read.
        }
    }

    /** Tink tells of what was altered with an exception that could as well be one of the disk. */
    private final class Content extends FilterInputStream {

        private Content(InputStream decrypting) {
            super(decrypting);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            int count = read(one, 0, 1);
            return count < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                throw altered();
            }
        }

        /** The file stays open for another stream. */
        @Override
        public void close() {}
    }
}
