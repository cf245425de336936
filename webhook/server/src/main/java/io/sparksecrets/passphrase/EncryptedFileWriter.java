package io.sparksecrets.passphrase;

import io.sparksecrets.reference.SecretValue;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Set;

/**
 * Writes an encrypted file that only its owner can read. It is written beside its place and put there in the end, so there is a
 * whole file or none.
 */
public final class EncryptedFileWriter implements AutoCloseable {

    private final Path target;
    private final Path temporary;
    private final FileChannel file;
    private final FileHeader header;
    private final FileKeys keys;
    private final OutputStream content;

    private EncryptedFileWriter(
            Path target, Path temporary, FileChannel file, FileHeader header, FileKeys keys, OutputStream content) {
        this.target = target;
        this.temporary = temporary;
        this.file = file;
        this.header = header;
        this.keys = keys;
        this.content = content;
    }

    /**
     * Begins a file.
     *
     * @throws IOException when the directory cannot be written
     */
    public static EncryptedFileWriter create(Path target, SecretValue passphrase) throws IOException {
        FileHeader header = FileHeader.create();
        FileKeys keys = FileKeys.derive(passphrase, header);
        Path temporary = Files.createTempFile(
                target.toAbsolutePath().getParent(), "." + target.getFileName() + ".", ".new", ownerOnly());
        temporary.toFile().deleteOnExit();
        FileChannel file = FileChannel.open(temporary, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
        try {
            file.position(FileHeader.LENGTH);
            OutputStream content = new BufferedOutputStream(keys.stream()
                    .newEncryptingStream(new Kept(Channels.newOutputStream(file)), header.associatedData()));
            return new EncryptedFileWriter(target, temporary, file, header, keys, content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no cipher of the format", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Takes what shall be in the file; {@link #finish()} closes it. */
    public OutputStream content() {
        return content;
    }

    /**
     * Ends the content. Afterwards {@link #written} reads it, and {@link #putInPlace} keeps it.
     *
     * @throws IOException when it cannot be written to the disk
     */
    public void finish() throws IOException {
        content.close();
        ByteBuffer start = ByteBuffer.wrap(header.written(keys, file.size()));
        while (start.hasRemaining()) {
            file.write(start, start.position());
        }
        file.force(true);
    }

    /** Reads back what was written. */
    public EncryptedFileReader written(String name, SecretValue passphrase) {
        return EncryptedFileReader.open(temporary, name, () -> passphrase);
    }

    /**
     * Gives the file its name.
     *
     * @param replace whether a file of that name gives way
     * @throws FileAlreadyExistsException when there is one that shall not
     */
    public void putInPlace(boolean replace) throws IOException {
        file.close();
        if (replace) {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.move(temporary, target);
        }
    }

    /** Takes away what was not put in place. */
    @Override
    public void close() throws IOException {
        file.close();
        Files.deleteIfExists(temporary);
    }

    /** Tink closes what it writes to, but the header is written afterwards. */
    private static final class Kept extends FilterOutputStream {

        private Kept(OutputStream file) {
            super(file);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
