package io.sparksecrets.authorization;

import io.sparksecrets.reference.SecretValue;
import java.util.Optional;

/** Stands for the access reviews of a server that cannot have any: nobody may do anything, and is told why. */
public final class NoAccessReviews implements AccessReviews {

    private final String why;

    /** @param why why there are none, and what to do */
    public NoAccessReviews(String why) {
        this.why = why;
    }

    @Override
    public Optional<Caller> authenticate(SecretValue token) {
        throw new AccessReviewException(why);
    }

    @Override
    public Optional<String> refusal(Caller caller, Permission permission) {
        throw new AccessReviewException(why);
    }
}
