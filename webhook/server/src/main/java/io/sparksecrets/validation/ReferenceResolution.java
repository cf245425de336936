package io.sparksecrets.validation;

import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.resolution.Resolution;
import io.sparksecrets.resolution.ResolutionFailure;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.store.Recipient;
import io.sparksecrets.verdict.ReferencePlaces;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resolves the references of an object, and says of each what became of it. */
final class ReferenceResolution {

    private final Resolver resolver;

    ReferenceResolution(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Resolves all references of an object for one workload.
     *
     * @param recipient who gets the values
     * @param delivered whether the recipient gets them now, so that credentials are made for it
     * @param verdicts takes the verdict on each
     * @return the values of all; empty when one of them has none
     */
    Optional<Map<Reference, SecretValue>> resolve(
            Workload workload,
            ReferencePlaces places,
            Recipient recipient,
            boolean delivered,
            Deadline deadline,
            List<ReferenceVerdict> verdicts) {
        Resolution resolution = delivered
                ? resolver.resolve(workload, places.references(), deadline.remaining(), Optional.of(recipient))
                : resolver.review(workload, places.references(), deadline.remaining(), recipient);
        Map<Reference, ResolutionFailure> failures =
                resolution instanceof Resolution.Failed failed ? failed.failures() : Map.of();
        for (Reference reference : places.references()) {
            verdicts.add(new ReferenceVerdict(
                    places.of(reference),
                    workload,
                    reference,
                    resolver.storeOf(reference),
                    Optional.ofNullable(failures.get(reference))));
        }
        return resolution instanceof Resolution.Resolved resolved ? Optional.of(resolved.values()) : Optional.empty();
    }
}
