package io.sparksecrets.inspection;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Reference;

/** One reference, or what begins like one, at one place. */
public sealed interface Finding {

    /** The place in a person's words, such as {@code containers[main].env DB_URL}. */
    String where();

    /**
     * A reference.
     *
     * @param source as it was written
     */
    record Found(String where, Reference reference, String source) implements Finding {}

    /** What begins like a reference and is none. */
    record Malformed(String where, MalformedReferenceException why) implements Finding {}
}
