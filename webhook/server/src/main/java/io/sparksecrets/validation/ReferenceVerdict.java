package io.sparksecrets.validation;

import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.resolution.ResolutionFailure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a reference. Holds no value.
 *
 * @param places where it stands, in messages' words; never empty
 * @param workload who asks for it
 * @param store the name of the store it leads to
 * @param failure why it has no value; empty when it has one
 */
public record ReferenceVerdict(
        List<String> places,
        Workload workload,
        Reference reference,
        String store,
        Optional<ResolutionFailure> failure) {

    public ReferenceVerdict {
        places = List.copyOf(places);
        Objects.requireNonNull(workload);
        Objects.requireNonNull(reference);
        Objects.requireNonNull(store);
        Objects.requireNonNull(failure);
    }

    /** The places as one text. */
    String where() {
        return String.join("; ", places);
    }
}
