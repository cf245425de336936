package io.sparksecrets.configuration;

import io.sparksecrets.store.SecretStore;

/** Opens the stores of a configuration. */
public interface StoreOpener {

    /**
     * Opens a store; whoever called closes it.
     *
     * @param within the configuration it is of
     * @throws io.sparksecrets.store.StoreException when it cannot be opened
     */
    SecretStore open(StoreConfiguration store, Configuration within);
}
