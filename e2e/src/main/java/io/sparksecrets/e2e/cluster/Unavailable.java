package io.sparksecrets.e2e.cluster;

/** There can be no cluster on this machine; the message says in one line what is missing. */
public final class Unavailable extends Exception {

    public Unavailable(String missing) {
        super(missing);
    }
}
