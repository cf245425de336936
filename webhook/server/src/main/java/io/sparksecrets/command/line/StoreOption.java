package io.sparksecrets.command.line;

import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.store.adapter.UnknownStoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that chooses among the stores of the configuration. */
public final class StoreOption {

    @Option(
            names = "--store",
            paramLabel = "NAME",
            description = "One of the configured stores. Default: the default store, which goes by its type.")
    private @Nullable String name;

    /**
     * The store that is meant.
     *
     * @throws CommandFailure when there is none of that name
     */
    public StoreConfiguration in(Configuration configuration) {
        String wanted = name;
        return wanted == null ? configuration.stores().defaultStore() : named(wanted, configuration);
    }

    /**
     * The store of that name.
     *
     * @throws CommandFailure when there is none
     */
    public static StoreConfiguration named(String wanted, Configuration configuration) {
        try {
            return configuration.stores().named(wanted);
        } catch (UnknownStoreException e) {
            throw CommandFailure.badInput(e.getMessage());
        }
    }

    /**
     * Opens a store where more than one place is in play, so that it has to be said which failed.
     *
     * @throws StoreException when it cannot be opened; the message names it
     */
    public static SecretStore open(StoreOpener stores, StoreConfiguration store, Configuration within) {
        try {
            return stores.open(store, within.cluster());
        } catch (StoreException e) {
            String message = "the store \"%s\" cannot be opened: %s".formatted(store.name(), e.getMessage());
            throw new StoreException(e.reason(), message, message, e);
        }
    }
}
