package io.sparksecrets.store.database;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.StoreException;

/** Where a keyset is kept for all replicas, and where a rotation writes it. */
public interface KeysetHome extends CredentialSource, AutoCloseable {

    /**
     * Puts another keyset in place, as a whole.
     *
     * @param read as it was read
     * @return false when somebody else has changed it since then
     * @throws StoreException when it cannot be written; the message says what to do
     */
    boolean replace(SecretValue read, SecretValue replacement);

    @Override
    default void close() {}
}
