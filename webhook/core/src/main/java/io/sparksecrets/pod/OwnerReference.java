package io.sparksecrets.pod;

import java.util.Objects;

/** An owner reference as Kubernetes' ObjectMeta has it, without the flags that do not matter for garbage collection. */
public record OwnerReference(String apiVersion, String kind, String name, String uid) {

    public OwnerReference {
        Objects.requireNonNull(apiVersion);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(name);
        Objects.requireNonNull(uid);
    }

    /** Whether it is a pod that owns. */
    public boolean isPod() {
        return apiVersion.equals("v1") && kind.equals("Pod");
    }

    /** The owner reference to a pod. */
    public static OwnerReference toPod(String name, String uid) {
        return new OwnerReference("v1", "Pod", name, uid);
    }
}
