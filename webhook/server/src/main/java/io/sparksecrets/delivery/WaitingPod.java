package io.sparksecrets.delivery;

import java.util.Objects;

/** A pod that may wait for its delivery Secret. */
public record WaitingPod(String namespace, String name, String uid) {

    public WaitingPod {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
        Objects.requireNonNull(uid);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
