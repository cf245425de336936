package io.sparksecrets.validation;

import io.sparksecrets.reference.Problem;
import java.util.Optional;

/** Which namespaces take part. A review proves nothing of that: anybody may send one. */
@FunctionalInterface
public interface OptedInNamespaces {

    /**
     * Why nothing is delivered to a namespace; empty where it takes part.
     *
     * @throws io.sparksecrets.delivery.ClusterException when that is not known and the API server cannot be asked, or not now
     */
    Optional<Problem> refusal(String namespace);
}
