package io.sparksecrets.transfer;

import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;

/** Whether what could not be had of a store is the trouble of one secret or of the store. */
final class Availability {

    private Availability() {}

    /**
     * Asks the store, and returns when it answers: then the next secret may be had.
     *
     * @param why it could not be had
     * @throws StoreException with {@link Reason#UNAVAILABLE} when the store does not answer, so that there is no sense in going on
     */
    static void require(SecretStore store, String why) {
        if (!store.health().available()) {
            throw new StoreException(
                    Reason.UNAVAILABLE, "the store \"%s\" cannot be asked: %s".formatted(store.name(), why));
        }
    }
}
