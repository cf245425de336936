package io.sparksecrets.application;

import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.StoreConfiguration;
import io.sparksecrets.store.database.DatabaseKeys;

/** Opens the keys that the values of a store are encrypted with. */
public interface KeysOpener {

    /**
     * Opens the keys; whoever called closes them.
     *
     * @param within the configuration that the store is of
     * @throws io.sparksecrets.store.StoreException when they cannot be opened, or the store has none
     */
    DatabaseKeys open(StoreConfiguration store, Configuration within);
}
