package io.sparksecrets.command;

import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.store.SecretStore;

/** Opens the store that a configuration says. */
public interface StoreOpener {

    /**
     * Opens the store; whoever called closes it.
     *
     * @throws io.sparksecrets.store.StoreException when it cannot be opened
     */
    SecretStore open(Configuration.Store configuration);
}
