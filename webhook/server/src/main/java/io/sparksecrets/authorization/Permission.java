package io.sparksecrets.authorization;

import java.util.Objects;

/**
 * Something that a Role can allow, in the API group {@value #API_GROUP} and the namespace of the installation.
 *
 * @param verb such as {@code list}, {@code create}
 * @param resource such as {@code stores}, or {@code stores/test} with a subresource
 * @param name of the object; empty for all of them
 */
public record Permission(String verb, String resource, String name) {

    public static final String API_GROUP = "sparksecrets.io";

    public Permission {
        Objects.requireNonNull(verb);
        Objects.requireNonNull(resource);
        Objects.requireNonNull(name);
    }

    /** The rule of a Role that allows it. */
    String rule() {
        return "{apiGroups: [\"%s\"], resources: [\"%s\"], %sverbs: [\"%s\"]}"
                .formatted(
                        API_GROUP, resource, name.isEmpty() ? "" : "resourceNames: [\"%s\"], ".formatted(name), verb);
    }
}
