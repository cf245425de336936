package io.sparksecrets.store.adapter;

import io.sparksecrets.kubernetes.ClusterSettings;
import io.sparksecrets.store.database.DatabaseKeys;

/** Opens the keys that the values of a store are encrypted with. */
public interface KeysOpener {

    /**
     * Opens the keys; whoever called closes them.
     *
     * @param within the cluster of the installation, which may have them
     * @throws io.sparksecrets.store.StoreException when they cannot be opened, or the store has none
     */
    DatabaseKeys open(StoreConfiguration store, ClusterSettings within);
}
