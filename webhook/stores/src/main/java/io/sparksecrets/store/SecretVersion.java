package io.sparksecrets.store;

import java.time.Instant;
import java.util.Objects;

/**
 * One version of a secret. It cannot hold a value.
 *
 * @param version from 1
 * @param writtenBy who wrote it; empty where the store does not say
 */
public record SecretVersion(long version, Instant writtenAt, String writtenBy) {

    public SecretVersion {
        Objects.requireNonNull(writtenAt);
        Objects.requireNonNull(writtenBy);
    }
}
