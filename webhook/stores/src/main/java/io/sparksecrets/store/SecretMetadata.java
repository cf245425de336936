package io.sparksecrets.store;

import java.time.Instant;
import java.util.Objects;

/**
 * What may be shown of a secret. It cannot hold a value.
 *
 * @param version the newest version, from 1; 0 where the store keeps no versions
 * @param updatedAt when the newest version was written
 * @param updatedBy who wrote it; empty where the store does not say
 */
public record SecretMetadata(String path, long version, Instant createdAt, Instant updatedAt, String updatedBy) {

    public SecretMetadata {
        Objects.requireNonNull(path);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(updatedAt);
        Objects.requireNonNull(updatedBy);
    }
}
