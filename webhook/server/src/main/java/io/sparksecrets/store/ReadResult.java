package io.sparksecrets.store;

import io.sparksecrets.reference.SecretValue;
import java.util.Map;

/** What a store answers when a secret is read. The four failures are never mixed up. */
public sealed interface ReadResult {

    /**
     * The secret is there.
     *
     * @param fields its fields by name; a store whose secrets are one text answers a single field {@code value}
     * @param version the version that was read; 0 where the store keeps no versions
     */
    record Found(Map<String, SecretValue> fields, long version) implements ReadResult {
        public Found {
            fields = Map.copyOf(fields);
        }
    }

    /** There is no such secret, or no such version of it; {@code why} says which. */
    record NotFound(String why) implements ReadResult {}

    /** The store refuses to show the secret to this installation. */
    record Denied(String why) implements ReadResult {}

    /** The store could not be asked, or cannot say now. Trying again may help. */
    record Unavailable(String why) implements ReadResult {}

    /** The store is there but what was asked cannot be had from it, such as a version where none are kept. */
    record Unsupported(String why) implements ReadResult {}
}
