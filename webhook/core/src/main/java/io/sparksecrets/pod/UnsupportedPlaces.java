package io.sparksecrets.pod;

import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Finds references where nobody replaces them: in probes, lifecycle hooks, volumes and the rest of a pod's spec. Labels and
 * annotations are no such places; what stands there is only text.
 */
public final class UnsupportedPlaces {

    private final List<Problem> problems = new ArrayList<>();

    private UnsupportedPlaces() {}

    /** One problem for each place, in the order of the pod. */
    public static List<Problem> in(SparkPod pod) {
        UnsupportedPlaces places = new UnsupportedPlaces();
        pod.spec().forEachEntry((field, value) -> {
            if (field.equals("containers") || field.equals("initContainers")) {
                places.walkContainers(field, value);
            } else {
                places.walk("spec." + field, value);
            }
        });
        return places.problems;
    }

    private void walkContainers(String list, JsonNode containers) {
        int index = 0;
        for (JsonNode json : containers) {
            Container container = new Container(json, list, index++);
            json.forEachEntry((field, value) -> {
                String place = container.displayName() + ", " + field;
                switch (field) {
                    case "command", "args" -> {}
                    case "env" -> walkEnv(container);
                    default -> walk(place, value);
                }
            });
        }
    }

    private void walkEnv(Container container) {
        container.env().forEach(variable -> walk(variable.displayName(), variable.valueFrom()));
    }

    private void walk(String place, JsonNode node) {
        if (node.isString()) {
            if (Template.mayHoldReference(node.stringValue())) {
                problems.add(new Problem(
                        place, "references are resolved in env, args and command only; use an env variable instead"));
            }
        } else if (node.isArray()) {
            int index = 0;
            for (JsonNode item : node) {
                walk(place + "[" + index++ + "]", item);
            }
        } else {
            node.forEachEntry((field, value) -> walk(place + "." + field, value));
        }
    }
}
