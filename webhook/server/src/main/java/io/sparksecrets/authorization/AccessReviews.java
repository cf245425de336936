package io.sparksecrets.authorization;

import io.sparksecrets.reference.SecretValue;
import java.util.Optional;

/** The port to what Kubernetes knows of people and their rights. Nothing is kept, so that what is taken from somebody is gone at once. */
public interface AccessReviews {

    /**
     * Whom a bearer token is of; empty when it is not valid.
     *
     * @throws AccessReviewException when Kubernetes cannot be asked
     */
    Optional<Caller> authenticate(SecretValue token);

    /**
     * Why the caller may not do it, for him to read; empty when he may.
     *
     * @throws AccessReviewException when Kubernetes cannot be asked
     */
    Optional<String> refusal(Caller caller, Permission permission);
}
