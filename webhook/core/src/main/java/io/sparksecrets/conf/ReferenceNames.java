package io.sparksecrets.conf;

import io.sparksecrets.reference.Reference;
import java.util.Collection;
import java.util.stream.Collectors;

/** References as messages name them: without their defaults, which may be passwords. */
final class ReferenceNames {

    private ReferenceNames() {}

    static String name(Reference reference) {
        return reference.withoutDefault().toString();
    }

    static String names(Collection<Reference> references) {
        return references.stream().map(ReferenceNames::name).distinct().collect(Collectors.joining(" or "));
    }
}
