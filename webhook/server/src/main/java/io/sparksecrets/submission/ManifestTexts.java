package io.sparksecrets.submission;

import io.sparksecrets.conf.ConfFiles;
import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.manifest.PropertiesReader;
import io.sparksecrets.manifest.Property;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Every text of a manifest that may hold a reference, wherever it stands, and the place in a person's words. */
public final class ManifestTexts {

    /** Whose keys are names that people chose, shown after a blank: {@code spec.sparkConf spark.app.note}. */
    private static final Set<String> MAPS_OF_NAMES = Set.of(
            "annotations",
            "labels",
            "nodeSelector",
            "data",
            "sparkConf",
            "hadoopConf",
            "envVars",
            "secretKeyRefs",
            "serviceLabels",
            "serviceAnnotations");

    /** Repeats the whole object as text. */
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** What we ourselves wrote about references that are delivered already. */
    private static final String OUR_ANNOTATIONS = "sparksecrets.io/";

    /** One text, such as that of {@code containers[main].env DB_URL}. */
    public record Text(String place, String text) {}

    private final List<Text> texts = new ArrayList<>();

    private ManifestTexts() {}

    /** The texts in the order of the manifest. */
    public static List<Text> of(Manifest manifest) {
        ManifestTexts found = new ManifestTexts();
        switch (manifest) {
            case Manifest.AdmissionReview review -> found.object(review.object());
            case Manifest.KubernetesObject object -> found.object(object);
            case Manifest.SparkDefaults defaults ->
                defaults.properties()
                        .forEach(entry ->
                                found.text("line " + entry.line() + ", " + entry.key(), entry.key(), entry.value()));
        }
        return found.texts;
    }

    private void object(Manifest.KubernetesObject object) {
        object.tree().properties().forEach(part -> {
            if (object instanceof Manifest.ConfigMap && part.getKey().equals("data")) {
                part.getValue().properties().forEach(file -> texts.addAll(file(file.getKey(), file.getValue())));
            } else if (object instanceof Manifest.Pod && part.getKey().equals("spec")) {
                children("", part.getValue());
            } else if (!part.getKey().equals("status")) {
                node(part.getKey(), part.getValue());
            }
        });
    }

    /** The texts of a file in a ConfigMap that may hold a reference. */
    static List<Text> file(String name, JsonNode content) {
        String text = content.stringValue("");
        if (name.equals(ConfFiles.SPARK_PROPERTIES)) {
            try {
                ManifestTexts entries = new ManifestTexts();
                for (Property property : PropertiesReader.read(text)) {
                    entries.text(name + " " + property.key(), property.key(), property.value());
                }
                return entries.texts;
            } catch (PropertiesReader.MalformedLineException e) {
                // Spark fails to read such a file; the references in it are shown by their lines.
            }
        }
        return lines(name, text);
    }

    private static List<Text> lines(String file, String text) {
        List<Text> lines = new ArrayList<>();
        if (Template.mayHoldReference(text)) {
            int number = 0;
            for (String line : text.lines().toList()) {
                number++;
                if (Template.mayHoldReference(line)) {
                    lines.add(new Text(file + ", line " + number, line));
                }
            }
        }
        return lines;
    }

    private void node(String where, JsonNode node) {
        if (node.isString()) {
            text(where, "", node.stringValue());
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
        object.properties().forEach(entry -> {
            String key = entry.getKey();
            boolean repeats =
                    key.equals("managedFields") || key.equals(LAST_APPLIED) || key.startsWith(OUR_ANNOTATIONS);
            if (!repeats) {
                node(where + (named ? " " : where.isEmpty() ? "" : ".") + key, entry.getValue());
            }
        });
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

    /** A key that holds a reference is wrong too. */
    private void text(String place, String key, String text) {
        if (Template.mayHoldReference(text)) {
            texts.add(new Text(place, text));
        } else if (Template.mayHoldReference(key)) {
            texts.add(new Text(place, key));
        }
    }
}
