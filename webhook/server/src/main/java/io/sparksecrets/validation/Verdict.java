package io.sparksecrets.validation;

import io.sparksecrets.reference.Problem;
import java.util.List;

/** What the webhook says of an object: the same whether it answers an admission request or somebody checks a manifest. */
public sealed interface Verdict permits PodVerdict, ConfMapVerdict {

    /** The object in messages' words, such as {@code pod team-a/etl-driver (service account team-a/spark)}. */
    String subject();

    /** Why it is refused, other than for want of a value; never a value. */
    List<Problem> problems();

    /** What cannot be asked now, other than a store; never a value. */
    List<Problem> outages();

    /** What became of each of its references. */
    List<ReferenceVerdict> references();

    /** What the user should know; never a value. */
    List<String> warnings();

    /** Whether it may be stored. */
    default boolean isAdmitted() {
        return problems().isEmpty()
                && outages().isEmpty()
                && references().stream()
                        .allMatch(reference -> reference.failure().isEmpty());
    }
}
