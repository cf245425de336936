package io.sparksecrets.store;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * Which secret to read.
 *
 * @param version the version, from 1; empty for the newest
 */
public record ReadRequest(String path, OptionalLong version) {

    public ReadRequest {
        Objects.requireNonNull(path);
        Objects.requireNonNull(version);
    }

    public static ReadRequest newest(String path) {
        return new ReadRequest(path, OptionalLong.empty());
    }
}
