package io.sparksecrets.store;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which secret to read.
 *
 * @param version the version, from 1; empty for the newest
 * @param recipient who alone may get the answer; empty where whoever asks for the same secret may
 */
public record ReadRequest(String path, OptionalLong version, Optional<Recipient> recipient) {

    public ReadRequest {
        Objects.requireNonNull(path);
        Objects.requireNonNull(version);
        Objects.requireNonNull(recipient);
    }

    /** For whoever asks. */
    public ReadRequest(String path, OptionalLong version) {
        this(path, version, Optional.empty());
    }

    public static ReadRequest newest(String path) {
        return new ReadRequest(path, OptionalLong.empty());
    }
}
