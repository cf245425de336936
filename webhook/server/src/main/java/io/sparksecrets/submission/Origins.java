package io.sparksecrets.submission;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Where the parts of an object stand in the manifest it was made of. What the webhook calls {@code container main, env DB_URL}
 * may be {@code spec.driver.envVars DB_URL} there.
 */
public final class Origins {

    private static final String SCRIPT = " (shell script)";

    /** A text of the manifest that went into a place. */
    private record Origin(String place, String text) {

        boolean holds(Reference reference) {
            try {
                return Template.parse(text).references().contains(reference);
            } catch (MalformedReferenceException e) {
                return true; // It may be there; rather one place too many than none.
            }
        }
    }

    private record Tree(String place, JsonNode json) {}

    private final Map<String, List<Origin>> texts = new LinkedHashMap<>();
    private final Map<String, Tree> containers = new LinkedHashMap<>();
    /** Parts of trees that stand elsewhere, by their beginnings. */
    private final Map<String, String> moved = new LinkedHashMap<>();

    private Tree spec = new Tree("spec.", MissingNode.getInstance());

    /** The origins of a pod whose spec stands in the manifest as it is. */
    static Origins ofPod(JsonNode pod, String place) {
        Origins origins = new Origins();
        origins.spec(pod.path("spec"), place);
        return origins;
    }

    /** What is in the pod's spec stands at a place, containers included. */
    void spec(JsonNode json, String place) {
        spec = new Tree(place, json);
        containers(json, "containers", "container ", place + "containers");
        containers(json, "initContainers", "init container ", place + "initContainers");
    }

    /** The containers of a list stand in a list of the manifest. */
    void containers(JsonNode holder, String field, String display, String place) {
        int index = 0;
        for (JsonNode container : holder.path(field)) {
            String name = container.path("name").asString("");
            String item = place + "[" + (name.isEmpty() ? Integer.toString(index) : name) + "]";
            containers.put(display + name, new Tree(item, container));
            index++;
        }
    }

    /**
     * A field of a tree stands elsewhere in the manifest.
     *
     * @param tree {@code spec}, or what messages call a container
     */
    void moved(String tree, String field, String manifestPlace) {
        moved.put(tree.equals("spec") ? "spec." + field : tree + ", " + field, manifestPlace);
    }

    /** A text of the manifest went into a place of the object; several may go into one. */
    void text(String place, String manifestPlace, String text) {
        if (!manifestPlace.isEmpty()) {
            texts.computeIfAbsent(place, unknown -> new ArrayList<>()).add(new Origin(manifestPlace, text));
        }
    }

    /** Whether a text of the manifest is known to have gone into a place. */
    public boolean knows(String place) {
        return texts.containsKey(bare(place));
    }

    /** Where a reference that the webhook found at a place stands in the manifest. */
    public List<String> of(String place, Reference reference) {
        List<Origin> known = texts.getOrDefault(bare(place), List.of());
        List<String> places = known.stream()
                .filter(origin -> origin.holds(reference))
                .map(Origin::place)
                .distinct()
                .toList();
        return places.isEmpty() ? List.of(translated(bare(place))) : places;
    }

    /** Where that stands in the manifest which the webhook says something of. */
    public List<String> of(String place, String what) {
        List<Origin> known = texts.getOrDefault(bare(place), List.of());
        if (known.isEmpty()) {
            return List.of(translated(bare(place)));
        }
        List<String> holding = known.stream()
                .filter(origin -> Template.mayHoldReference(origin.text()))
                .map(Origin::place)
                .distinct()
                .toList();
        List<String> places =
                holding.isEmpty() ? known.stream().map(Origin::place).distinct().toList() : holding;
        // Of many conf keys in one script, those that the message names.
        List<String> named = places.stream()
                .filter(one -> what.contains(one.substring(one.lastIndexOf(' ') + 1)))
                .toList();
        return named.isEmpty() ? places : named;
    }

    private String bare(String place) {
        return place.endsWith(SCRIPT) ? place.substring(0, place.length() - SCRIPT.length()) : place;
    }

    private String translated(String place) {
        for (Map.Entry<String, String> part : moved.entrySet()) {
            if (place.startsWith(part.getKey())) {
                return part.getValue() + place.substring(part.getKey().length());
            }
        }
        int comma = place.indexOf(", ");
        Tree container = comma < 0 ? null : containers.get(place.substring(0, comma));
        if (container != null) {
            return container.place() + "." + variable(container.json(), place.substring(comma + 2));
        }
        return place.startsWith("spec.") ? spec.place() + named(spec.json(), place.substring("spec.".length())) : place;
    }

    /** {@code env A.secretKeyRef.key} is short for what stands in {@code valueFrom}. */
    private static String variable(JsonNode container, String rest) {
        for (JsonNode variable : container.path("env")) {
            String place = "env " + variable.path("name").asString("");
            if (rest.startsWith(place + ".") && variable.has("valueFrom")) {
                return place + ".valueFrom" + rest.substring(place.length());
            }
        }
        return rest.startsWith("env ") ? rest : named(container, rest);
    }

    /** The path with names of items where they have some, as people find them in a manifest. */
    private static String named(JsonNode root, String path) {
        StringBuilder named = new StringBuilder();
        JsonNode node = root;
        boolean variable = false;
        for (String step : path.split("(?=[.\\[])", -1)) {
            if (step.startsWith("[") && step.endsWith("]") && node.isArray()) {
                variable = named.toString().endsWith("env");
                node = node.path(Integer.parseInt(step, 1, step.length() - 1, 10));
                String name = node.path("name").asString("");
                named.append(name.isEmpty() ? step : variable ? " " + name : "[" + name + "]");
            } else {
                node = node.path(step.startsWith(".") ? step.substring(1) : step);
                named.append(variable && step.equals(".value") ? "" : step);
            }
        }
        return named.toString();
    }
}
