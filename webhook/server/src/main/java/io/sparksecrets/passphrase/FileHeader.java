package io.sparksecrets.passphrase;

import com.google.crypto.tink.util.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * The beginning of a file, which is not encrypted. The numbers are big-endian:
 *
 * <pre>
 * "spark-secrets export, format 1\n"   for people and programs that wonder what the file is
 * int    Argon2id: memory in KiB
 * int    Argon2id: iterations
 * int    Argon2id: lanes
 * 16     Argon2id: salt                to here: associated data of what is encrypted
 * long   how long the file is, in bytes
 * 32     HMAC-SHA-256 of all before
 * </pre>
 *
 * Behind it is what is encrypted, a stream of Tink (AES-256-GCM-HKDF, segments of 1 MiB; developers.google.com/tink, "Streaming
 * AEAD"), which shows when a part is altered, moved or missing. The keys are the first 32 bytes (HMAC) and the last (stream) of
 * what Argon2id, version 1.3, makes of the passphrase (Unicode NFC, UTF-8).
 */
record FileHeader(int memory, int iterations, int lanes, Bytes salt) {

    static final int FORMAT = 1;

    private static final String KIND = "spark-secrets export, format ";
    private static final String FIRST_LINE = KIND + FORMAT + "\n";
    private static final int SALT = 16;
    private static final int MAC = 32;
    private static final int PARAMETERS = 3 * Integer.BYTES + SALT;

    /** How long all of it is, in bytes. */
    static final int LENGTH = FIRST_LINE.length() + PARAMETERS + Long.BYTES + MAC;

    // What an altered header may make this process use; more than anybody needs.
    private static final int MAX_MEMORY = 1024 * 1024;
    private static final int MAX_ITERATIONS = 100;
    private static final int MAX_LANES = 64;

    /** With a new salt, and the work that RFC 9106 recommends where memory is scarce: 64 MiB. */
    static FileHeader create() {
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        return new FileHeader(64 * 1024, 3, 4, Bytes.copyFrom(salt));
    }

    /** What is bound to the content as associated data. */
    byte[] associatedData() {
        return ByteBuffer.allocate(FIRST_LINE.length() + PARAMETERS)
                .put(FIRST_LINE.getBytes(StandardCharsets.US_ASCII))
                .putInt(memory)
                .putInt(iterations)
                .putInt(lanes)
                .put(salt.toByteArray())
                .array();
    }

    /** The whole of it, of a file of that length. */
    byte[] written(FileKeys keys, long fileLength) {
        byte[] covered = covered(fileLength);
        return ByteBuffer.allocate(LENGTH).put(covered).put(keys.mac(covered)).array();
    }

    byte[] covered(long fileLength) {
        return ByteBuffer.allocate(LENGTH - MAC)
                .put(associatedData())
                .putLong(fileLength)
                .array();
    }

    /**
     * What a file begins with.
     *
     * @param mac of the header, which only the passphrase tells to be right
     */
    record Read(FileHeader header, long fileLength, Bytes mac) {}

    /**
     * Reads that of a file, which is checked as far as it can be without the passphrase.
     *
     * @param name of the file, for messages
     * @throws EncryptedFileException when it is no such file, of a newer format, cut off or longer than it was
     */
    static Read read(FileChannel file, String name) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(LENGTH);
        try {
            fill(start, file);
        } catch (EOFException e) {
            // Of a short file, what is there.
        }
        start.flip();
        requireFormat(start, name);
        if (start.remaining() < LENGTH) {
            throw cutOff(name, "only %d bytes are there".formatted(file.size()));
        }
        start.position(FIRST_LINE.length());
        int memory = start.getInt();
        int iterations = start.getInt();
        int lanes = start.getInt();
        byte[] salt = new byte[SALT];
        start.get(salt);
        long fileLength = start.getLong();
        byte[] mac = new byte[MAC];
        start.get(mac);
        if (memory < 8L * lanes
                || memory > MAX_MEMORY
                || iterations < 1
                || iterations > MAX_ITERATIONS
                || lanes < 1
                || lanes > MAX_LANES
                || fileLength <= LENGTH
                || file.size() > fileLength) {
            throw new EncryptedFileException(name
                    + " was altered after it was written: its beginning and its length do not agree with each other;"
                    + " take another copy of it");
        }
        if (file.size() < fileLength) {
            throw cutOff(name, "%d of %d bytes are there".formatted(file.size(), fileLength));
        }
        return new Read(
                new FileHeader(memory, iterations, lanes, Bytes.copyFrom(salt)), fileLength, Bytes.copyFrom(mac));
    }

    private static void requireFormat(ByteBuffer start, String name) {
        String line = StandardCharsets.ISO_8859_1
                .decode(start.duplicate().limit(Math.min(start.limit(), FIRST_LINE.length() + 10)))
                .toString();
        if (line.startsWith(FIRST_LINE)) {
            return;
        }
        String format = line.replaceFirst("(?s)\n.*", "");
        if (!format.startsWith(KIND) || !format.substring(KIND.length()).matches("[0-9]+")) {
            throw new EncryptedFileException(
                    name + " is no file that \"spark-secrets export\" wrote: it does not begin as one");
        }
        throw new EncryptedFileException(
                "%s has the format %s, which a newer version of spark-secrets wrote; this one reads the format %d, so take that version"
                        .formatted(name, format.substring(KIND.length()), FORMAT));
    }

    private static EncryptedFileException cutOff(String name, String how) {
        return new EncryptedFileException("%s is cut off: %s; take another copy of it".formatted(name, how));
    }

    private static void fill(ByteBuffer buffer, FileChannel file) throws IOException {
        while (buffer.hasRemaining()) {
            if (file.read(buffer, buffer.position()) < 0) {
                throw new EOFException();
            }
        }
    }
}
