package io.sparksecrets.store;

import java.util.Objects;
import java.util.Optional;

/**
 * For whom a store makes credentials that have a lease.
 *
 * @param name nobody else's; who asks again under the same name soon enough gets the same credentials
 * @param application by which those are counted that many pods of one application may ask for; empty for who asks alone
 */
public record Recipient(String name, Optional<String> application) {

    public Recipient {
        Objects.requireNonNull(name);
        Objects.requireNonNull(application);
    }
}
