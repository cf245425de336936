package io.sparksecrets.store.database;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Set;

/**
 * Encrypts values before they reach the database, with the primary key of a keyset; decrypts with whichever key of the keyset a
 * value was encrypted with.
 *
 * <p>The associated data binds a ciphertext to its row, so that a value copied to another path or version does not decrypt. It
 * does not stop somebody who can write to the database from making an older version the newest.
 */
final class ValueCipher {

    /** More cannot be delivered: a Kubernetes Secret holds 1 MiB with everything in it. */
    static final int MAX_VALUE_BYTES = 1_000_000;

    /** Told apart from later layouts of the associated data. */
    private static final byte ASSOCIATED_DATA_FORMAT = 1;

    /** Tink writes one byte for its format and four for the id of the key before a ciphertext. */
    private static final byte TINK_FORMAT = 1;

    private static final int TINK_PREFIX_LENGTH = 5;

    private final Aead aead;
    private final Set<Long> keyIds;
    private final long primaryKeyId;

    /** @throws GeneralSecurityException when the keyset holds no usable AEAD keys with ids */
    ValueCipher(KeysetHandle keyset) throws GeneralSecurityException {
        this.aead = keyset.getPrimitive(AeadConfig2026.get(), Aead.class);
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < keyset.size(); i++) {
            KeysetHandle.Entry entry = keyset.getAt(i);
            if (entry.getKey().getIdRequirementOrNull() == null) {
                throw new GeneralSecurityException("a key without an id prefix");
            }
            if (entry.getStatus() == KeyStatus.ENABLED) {
                ids.add(Integer.toUnsignedLong(entry.getId()));
            }
        }
        this.keyIds = Set.copyOf(ids);
        this.primaryKeyId = Integer.toUnsignedLong(keyset.getPrimary().getId());
    }

    /** The id of the key that encrypts. */
    long primaryKeyId() {
        return primaryKeyId;
    }

    /** The ids of the keys that decrypt. */
    Set<Long> keyIds() {
        return keyIds;
    }

    /** @throws StoreException with {@link StoreException.Reason#UNSUPPORTED} when the value is too long or no Unicode text */
    byte[] encrypt(String path, long version, SecretValue value) {
        try {
            return aead.encrypt(utf8(path, value), associatedData(path, version));
        } catch (GeneralSecurityException e) {
            throw new StoreException(
                    StoreException.Reason.UNAVAILABLE, "the value of \"" + path + "\" could not be encrypted");
        }
    }

    SecretValue decrypt(String path, long version, byte[] ciphertext) throws UndecryptableException {
        if (!knowsKeyOf(ciphertext)) {
            throw new UndecryptableException(
                    "version %d of \"%s\" was encrypted with a key that the keyset does not hold; add that key to the keyset again"
                            .formatted(version, path));
        }
        try {
            byte[] utf8 = aead.decrypt(ciphertext, associatedData(path, version));
            return SecretValue.of(new String(utf8, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new UndecryptableException(
                    "version %d of \"%s\" does not decrypt: its row was altered, or copied from another path or version; write the secret again"
                            .formatted(version, path));
        }
    }

    /** Whether the keyset holds the key with which this was encrypted. */
    boolean knowsKeyOf(byte[] ciphertext) {
        return keyIds.contains(keyIdOf(ciphertext));
    }

    /** The id of the key with which this was encrypted; -1, which no key has, for what is no ciphertext. */
    static long keyIdOf(byte[] ciphertext) {
        boolean prefixed = ciphertext.length >= TINK_PREFIX_LENGTH && ciphertext[0] == TINK_FORMAT;
        return prefixed ? Integer.toUnsignedLong(ByteBuffer.wrap(ciphertext).getInt(1)) : -1;
    }

    /** A byte for the format, eight for the version, the rest for the path: no two rows have the same. */
    private static byte[] associatedData(String path, long version) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Long.BYTES + name.length)
                .put(ASSOCIATED_DATA_FORMAT)
                .putLong(version)
                .put(name)
                .array();
    }

    private static byte[] utf8(String path, SecretValue value) {
        // String.getBytes would silently store a question mark for half a surrogate pair.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value.reveal())) {
            throw new StoreException(
                    StoreException.Reason.UNSUPPORTED,
                    "the value for \"" + path + "\" is no Unicode text: it holds half a surrogate pair");
        }
        byte[] utf8 = value.reveal().getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MAX_VALUE_BYTES) {
            throw new StoreException(
                    StoreException.Reason.UNSUPPORTED,
                    "the value for \"%s\" has %d bytes in UTF-8; %d are allowed, because a Kubernetes Secret must hold it"
                            .formatted(path, utf8.length, MAX_VALUE_BYTES));
        }
        return utf8;
    }
}
