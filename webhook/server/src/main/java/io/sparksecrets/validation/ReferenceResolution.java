package io.sparksecrets.validation;

import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.resolution.Resolution;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.store.Recipient;
import java.util.Map;
import java.util.Optional;

/** Resolves the references of an object, and turns every failure into a problem at the places where the reference stands. */
final class ReferenceResolution {

    private final Resolver resolver;

    ReferenceResolution(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * The values of all references; empty when one of them has none, and the denial says why.
     *
     * @param recipient for whom credentials are made; empty where nobody gets the values
     */
    Optional<Map<Reference, SecretValue>> resolve(
            Workload workload,
            ReferencePlaces places,
            Optional<Recipient> recipient,
            Deadline deadline,
            Denial denial) {
        return switch (resolver.resolve(workload, places.references(), deadline.remaining(), recipient)) {
            case Resolution.Resolved resolved -> Optional.of(resolved.values());
            case Resolution.Failed failed -> {
                failed.failures().forEach((reference, failure) -> {
                    Problem problem = new Problem(places.of(reference), failure.message());
                    if (failure.isRetryable()) {
                        denial.addOutage(problem);
                    } else {
                        denial.add(problem);
                    }
                });
                yield Optional.empty();
            }
        };
    }
}
