package io.sparksecrets.command.job;

import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.resolution.Resolver;
import java.util.Set;

/** Opens what references are resolved with. */
public interface ResolverOpener {

    /** A resolver whose stores are open until it is closed. */
    interface OpenResolver extends AutoCloseable {

        Resolver resolver();

        @Override
        void close();
    }

    /**
     * Opens the stores that references lead to; another one may be down.
     *
     * @param defaultStore the name of the store that the short form of a reference means
     * @throws io.sparksecrets.store.StoreException when a store cannot be opened
     */
    OpenResolver open(Configuration configuration, String defaultStore, Set<Reference> references);
}
