package io.sparksecrets.reference;

import java.util.Set;

/**
 * The stores whose secrets have a lease, because something makes them anew for each reader and takes them back when it ends.
 * What one reader got must not be handed to another later.
 *
 * @param names by which the long form of a reference means them
 * @param byDefault whether the store that the short form means is one
 */
public record LeasedStores(Set<String> names, boolean byDefault) {

    public static final LeasedStores NONE = new LeasedStores(Set.of(), false);

    public LeasedStores {
        names = Set.copyOf(names);
    }

    /** Whether what a reference names has a lease. */
    public boolean hold(Reference reference) {
        String store = reference.store();
        return store == null ? byDefault : names.contains(store);
    }

    public boolean isEmpty() {
        return names.isEmpty() && !byDefault;
    }
}
