package io.sparksecrets.store.adapter;

import java.util.List;

/**
 * The stores that an operator has chosen.
 *
 * @param all the default store, then the others; no two have the same name
 */
public record ConfiguredStores(List<StoreConfiguration> all) {

    public ConfiguredStores {
        all = List.copyOf(all);
    }

    /** The store that the short form of a reference means. */
    public StoreConfiguration defaultStore() {
        return all.getFirst();
    }

    public boolean isDefault(StoreConfiguration store) {
        return store.equals(defaultStore());
    }

    /**
     * The store of a name.
     *
     * @throws UnknownStoreException when there is none
     */
    public StoreConfiguration named(String name) {
        return all.stream()
                .filter(store -> store.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownStoreException(
                        name, all.stream().map(StoreConfiguration::name).toList()));
    }
}
