package io.sparksecrets.pod.rewrite;

import io.sparksecrets.pod.CommandLine;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.EnvVariable;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.Template;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds the references that a rewritten pod still holds in env, command and args: its process hands them on, as the conf of an
 * application, and they are resolved in the pods that Spark creates with it.
 */
public final class KeptReferences {

    private final Map<String, Set<Reference>> found = new LinkedHashMap<>();

    private KeptReferences() {}

    /** By place, such as {@code container main, args[2]}; places with a problem may be among them. */
    public static Map<String, Set<Reference>> in(SparkPod pod) {
        KeptReferences kept = new KeptReferences();
        for (Container container : pod.containers()) {
            for (EnvVariable variable : container.env()) {
                kept.find(variable.displayName(), variable.value());
            }
            for (CommandLine.Word word : CommandLine.of(container)) {
                kept.find(container.displayName() + ", " + word.displayName(), word.text());
            }
        }
        return kept.found;
    }

    private void find(String place, String text) {
        if (!Template.mayHoldReference(text)) {
            return;
        }
        try {
            Set<Reference> references = Template.parse(text).references();
            if (!references.isEmpty()) {
                found.put(place, references);
            }
        } catch (MalformedReferenceException e) {
            // A problem of the pod.
        }
    }
}
