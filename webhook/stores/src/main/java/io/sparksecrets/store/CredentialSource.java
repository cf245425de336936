package io.sparksecrets.store;

import io.sparksecrets.reference.SecretValue;

/**
 * Where a store takes its own credential from: a token, a password, a keyset. It is asked at every login, so that one that was
 * replaced meanwhile is taken without a restart.
 */
public interface CredentialSource {

    /**
     * The credential as it is now.
     *
     * @throws StoreException with {@link StoreException.Reason#UNAVAILABLE} when it cannot be had; the message says where it was
     *     looked for and what to do
     */
    SecretValue read();

    /** What messages call it, such as {@code the file /var/run/token}; never the credential. */
    String place();
}
