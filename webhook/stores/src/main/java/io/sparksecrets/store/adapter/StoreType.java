package io.sparksecrets.store.adapter;

import java.util.Locale;

/** Where secrets may live. */
public enum StoreType {
    DATABASE,
    KUBERNETES,
    VAULT;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
