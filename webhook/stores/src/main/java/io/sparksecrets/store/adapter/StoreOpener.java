package io.sparksecrets.store.adapter;

import io.sparksecrets.kubernetes.ClusterSettings;
import io.sparksecrets.store.SecretStore;

/** Opens the stores of a configuration. */
public interface StoreOpener {

    /**
     * Opens a store; whoever called closes it.
     *
     * @param within the cluster of the installation, which may have the store or its credentials
     * @throws io.sparksecrets.store.StoreException when it cannot be opened
     */
    SecretStore open(StoreConfiguration store, ClusterSettings within);
}
