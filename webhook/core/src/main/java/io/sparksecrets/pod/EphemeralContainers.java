package io.sparksecrets.pod;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Finds references in ephemeral containers, such as those of {@code kubectl debug}, which would take them as text: values are
 * delivered when a pod is created, and such a container comes later.
 */
public final class EphemeralContainers {

    private static final String INSTEAD =
            "an ephemeral container gets no values; run this in a container that has them, by kubectl exec, or in a pod of"
                    + " its own";

    private final List<Problem> problems = new ArrayList<>();

    private EphemeralContainers() {}

    /**
     * One problem for each place in the containers that are new, in their order. Those that are stored stay as they are.
     *
     * @param pod the pod as it would be stored
     * @param stored the pod as it is
     */
    public static List<Problem> problems(SparkPod pod, SparkPod stored) {
        Set<String> names = new HashSet<>();
        stored.ephemeralContainers().forEach(container -> names.add(container.name()));
        EphemeralContainers found = new EphemeralContainers();
        for (Container container : pod.ephemeralContainers()) {
            if (!names.contains(container.name())) {
                found.walk(container);
            }
        }
        return found.problems;
    }

    private void walk(Container container) {
        container.json().forEachEntry((field, value) -> {
            if (field.equals("env")) {
                container.env().forEach(variable -> check(variable.displayName(), variable.value()));
            } else {
                walk(container.displayName() + ", " + field, value);
            }
        });
    }

    private void walk(String place, JsonNode node) {
        if (node.isString()) {
            check(place, node.stringValue());
        } else if (node.isArray()) {
            int index = 0;
            for (JsonNode item : node) {
                walk(place + "[" + index++ + "]", item);
            }
        } else {
            node.forEachEntry((field, value) -> walk(place + "." + field, value));
        }
    }

    private void check(String place, String text) {
        if (!Template.mayHoldReference(text)) {
            return;
        }
        try {
            Set<Reference> references = Template.parse(text).references();
            if (!references.isEmpty()) {
                String secrets = references.stream()
                        .map(reference -> "\"" + reference.path() + "\"")
                        .distinct()
                        .collect(Collectors.joining(", "));
                problems.add(new Problem(place, "refers to the secret %s, but %s".formatted(secrets, INSTEAD)));
            }
        } catch (MalformedReferenceException e) {
            problems.add(new Problem(place, "%s; in any case %s".formatted(e.getMessage(), INSTEAD)));
        }
    }
}
