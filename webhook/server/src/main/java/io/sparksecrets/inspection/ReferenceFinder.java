package io.sparksecrets.inspection;

import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.manifest.PropertiesReader;
import io.sparksecrets.manifest.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Finds every reference in a manifest, wherever it stands. */
public final class ReferenceFinder {

    /** Whose keys are names that people chose, shown after a blank: {@code spec.sparkConf spark.app.note}. */
    private static final Set<String> MAPS_OF_NAMES = Set.of(
            "annotations", "labels", "nodeSelector", "data", "sparkConf", "hadoopConf", "envVars", "secretKeyRefs");

    /** Repeats the whole object as text. */
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** What we ourselves wrote about references that are delivered already. */
    private static final String OUR_ANNOTATIONS = "sparksecrets.io/";

    private final List<Finding> findings = new ArrayList<>();

    private ReferenceFinder() {}

    /** The findings in the order of the manifest; of one text, the malformed ones last. */
    public static List<Finding> find(Manifest manifest) {
        ReferenceFinder finder = new ReferenceFinder();
        switch (manifest) {
            case Manifest.AdmissionReview review -> finder.object(review.object());
            case Manifest.KubernetesObject object -> finder.object(object);
            case Manifest.SparkDefaults defaults ->
                finder.properties(defaults.properties(), entry -> "line " + entry.line() + ", " + entry.key());
        }
        return finder.findings;
    }

    private void object(Manifest.KubernetesObject object) {
        ObjectNode tree = object.tree();
        for (Map.Entry<String, JsonNode> part : tree.properties()) {
            if (object instanceof Manifest.ConfigMap && part.getKey().equals("data")) {
                part.getValue().properties().forEach(file -> file(file.getKey(), file.getValue()));
            } else if (object instanceof Manifest.Pod && part.getKey().equals("spec")) {
                children("", part.getValue());
            } else if (!part.getKey().equals("status")) {
                node(part.getKey(), part.getValue());
            }
        }
    }

    private void file(String name, JsonNode content) {
        if (!(content instanceof StringNode)) {
            return;
        }
        String text = content.stringValue();
        if (name.equals("spark.properties")) {
            try {
                properties(PropertiesReader.read(text), entry -> name + " " + entry.key());
                return;
            } catch (PropertiesReader.MalformedLineException e) {
                // Spark fails to read such a file; the references in it are shown by their lines.
            }
        }
        text(
                text,
                start -> name + ", line "
                        + (1
                                + text.substring(0, start)
                                        .chars()
                                        .filter(c -> c == '\n')
                                        .count()));
    }

    private void properties(List<Property> properties, Function<Property, String> where) {
        for (Property property : properties) {
            text(property.value(), start -> where.apply(property));
        }
    }

    private void node(String where, JsonNode node) {
        if (node instanceof StringNode) {
            text(node.stringValue(), start -> where);
        } else if (node instanceof ArrayNode) {
            int index = 0;
            for (JsonNode item : node) {
                item(where, item, index++);
            }
        } else {
            children(where, node);
        }
    }

    private void children(String where, JsonNode object) {
        boolean named = MAPS_OF_NAMES.contains(where.substring(where.lastIndexOf('.') + 1));
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String key = entry.getKey();
            boolean repeats =
                    key.equals("managedFields") || key.equals(LAST_APPLIED) || key.startsWith(OUR_ANNOTATIONS);
            if (!repeats) {
                node(where + (named ? " " : where.isEmpty() ? "" : ".") + key, entry.getValue());
            }
        }
    }

    /** A variable is called by its name, a container too, anything else by its number. */
    private void item(String where, JsonNode item, int index) {
        String name = item.path("name").asString("");
        boolean isVariable = (where.equals("env") || where.endsWith(".env")) && !name.isEmpty();
        if (isVariable && item.has("value")) {
            node(where + " " + name, item.path("value"));
        } else if (isVariable) {
            children(where + " " + name, item);
        } else {
            node(where + "[" + (name.isEmpty() ? Integer.toString(index) : name) + "]", item);
        }
    }

    private void text(String text, IntFunction<String> where) {
        findings.addAll(TextInspection.of(text, where));
    }
}
