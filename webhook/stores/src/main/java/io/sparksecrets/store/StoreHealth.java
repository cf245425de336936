package io.sparksecrets.store;

import java.util.Objects;

/**
 * Whether a store can be read.
 *
 * @param detail what is wrong and what to do, or what was found; never a value or a credential
 */
public record StoreHealth(boolean available, String detail) {

    public StoreHealth {
        Objects.requireNonNull(detail);
    }
}
