package io.sparksecrets.store.database;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** Writes a version of a secret within a transaction, and removes those that are more than shall be kept. */
final class SecretWriter {

    private final SqlDialect dialect;
    private final InstantSource clock;
    private final int maxVersions;

    SecretWriter(SqlDialect dialect, InstantSource clock, int maxVersions) {
        this.dialect = dialect;
        this.clock = clock;
        this.maxVersions = maxVersions;
    }

    /**
     * Encrypts with the cipher's primary key.
     *
     * @return empty, and nothing is written, when that key was taken out of use
     */
    Optional<SecretMetadata> write(
            Handle handle,
            String path,
            SecretValue value,
            OptionalLong expectedVersion,
            String writtenBy,
            ValueCipher cipher) {
        Optional<SecretTables.Secret> found = SecretTables.lock(handle, path);
        long newest = found.map(SecretTables.Secret::newest).orElse(0L);
        if (expectedVersion.isPresent() && expectedVersion.getAsLong() != newest) {
            throw conflict(path, expectedVersion.getAsLong(), newest);
        }
        // What PostgreSQL and H2 keep, so that the answer equals what is read later.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long version = found.map(secret -> secret.version() + 1).orElse(1L);
        byte[] ciphertext = cipher.encrypt(path, version, value);
        if (!EncryptionKeys.claim(handle, dialect, cipher.primaryKeyId())) {
            return Optional.empty();
        }
        long firstVersion = version;
        if (found.isEmpty()) {
            SecretTables.insertSecret(handle, path, now);
        } else if (newest == 0) {
            SecretTables.reviveSecret(handle, path, version, now);
        } else {
            firstVersion = Math.max(found.get().firstVersion(), version - maxVersions + 1);
            SecretTables.updateSecret(handle, path, version, firstVersion);
        }
        SecretTables.insertVersion(handle, path, version, cipher.primaryKeyId(), ciphertext, now, writtenBy);
        if (version > 1) {
            SecretTables.deleteVersions(handle, path, firstVersion);
        }
        Instant createdAt = newest == 0 ? now : found.get().createdAt();
        return Optional.of(new SecretMetadata(path, version, createdAt, now, writtenBy));
    }

    private static StoreException conflict(String path, long expected, long newest) {
        String found = newest == 0 ? "does not exist" : "is at version " + newest;
        String wanted = expected == 0 ? "a new secret" : "version " + expected;
        return new StoreException(
                StoreException.Reason.CONFLICT,
                "\"%s\" %s where %s was expected: somebody else changed it; look at it again, then write with its version"
                        .formatted(path, found, wanted));
    }
}
