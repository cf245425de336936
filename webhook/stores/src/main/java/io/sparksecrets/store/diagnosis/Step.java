package io.sparksecrets.store.diagnosis;

import java.util.Locale;

/** What is tried, in this order. */
public enum Step {
    NAME_RESOLUTION,
    CONNECTION,
    TLS,
    AUTHENTICATION,
    LIST,
    READ,
    WRITE;

    /** As people read it. */
    public String words() {
        return this == TLS ? name() : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
