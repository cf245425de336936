package io.sparksecrets.configuration;

/** Where secrets may live. */
public enum StoreType {
    DATABASE,
    KUBERNETES,
    VAULT
}
