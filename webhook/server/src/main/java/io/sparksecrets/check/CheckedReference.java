package io.sparksecrets.check;

import io.sparksecrets.pod.Workload;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of a reference in a manifest. Holds no value.
 *
 * @param place in a person's words, such as {@code spec.driver.env DB_PASSWORD}
 * @param reference as it was written; empty where there is none that is well formed
 * @param store the store it leads to; empty where nobody gets so far
 * @param workload who asks for it; empty where nobody does
 * @param ok whether the process will have a value there
 * @param result for a person: {@code resolves}, or why not and what to do
 */
public record CheckedReference(
        String place, String reference, String store, Optional<Workload> workload, boolean ok, String result) {

    /** The result of a reference that has a value. */
    public static final String RESOLVES = "resolves";

    public CheckedReference {
        Objects.requireNonNull(place);
        Objects.requireNonNull(reference);
        Objects.requireNonNull(store);
        Objects.requireNonNull(workload);
        Objects.requireNonNull(result);
    }
}
