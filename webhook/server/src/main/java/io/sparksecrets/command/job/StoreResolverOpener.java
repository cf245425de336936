package io.sparksecrets.command.job;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparksecrets.access.AccessPolicy;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.store.Deadlines;
import io.sparksecrets.store.OpeningStore;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.store.cache.CachingSecretStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Opens the configured stores, each with a cache in front as the server has it, so that what many pods need is read once. */
public final class StoreResolverOpener implements ResolverOpener {

    private final StoreOpener stores;

    public StoreResolverOpener(StoreOpener stores) {
        this.stores = stores;
    }

    private record Opened(Resolver resolver, List<SecretStore> stores) implements OpenResolver {
        @Override
        public void close() {
            stores.forEach(SecretStore::close);
        }
    }

    @Override
    public OpenResolver open(Configuration configuration, String defaultStore, Set<Reference> references) {
        AccessPolicy policy = AccessPolicy.of(configuration.policyRules());
        Set<String> needed = references.stream()
                .map(reference -> storeOf(reference, defaultStore))
                .collect(Collectors.toSet());
        Duration longestWait = Deadlines.ofSharedRead(configuration.admission().deadline());
        List<SecretStore> opened = new ArrayList<>();
        try {
            for (StoreConfiguration store : configuration.stores().all()) {
                opened.add(
                        needed.contains(store.name())
                                ? new CachingSecretStore(
                                        stores.open(store, configuration.cluster()),
                                        configuration.cache(),
                                        longestWait,
                                        new SimpleMeterRegistry())
                                : neverOpened(store, configuration));
            }
            return new Opened(new Resolver(opened, defaultStore, () -> policy), opened);
        } catch (RuntimeException e) {
            opened.forEach(SecretStore::close);
            throw e;
        }
    }

    /** No reference leads to it, so it may be down. */
    private SecretStore neverOpened(StoreConfiguration store, Configuration configuration) {
        return new OpeningStore(store.name(), () -> stores.open(store, configuration.cluster()));
    }

    private static String storeOf(Reference reference, String defaultStore) {
        String named = reference.store();
        return named == null ? defaultStore : named;
    }
}
