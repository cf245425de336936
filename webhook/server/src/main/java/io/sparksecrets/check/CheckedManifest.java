package io.sparksecrets.check;

import io.sparksecrets.manifest.Manifest;
import java.util.List;

/**
 * What becomes of a manifest.
 *
 * @param pods the pods that come of it
 * @param references in the order of the manifest; what is refused without a reference is among them
 * @param warnings what the user should know; they are no failures
 * @param notes what cannot be known from the manifest or is easily overlooked
 */
public record CheckedManifest(
        Manifest manifest,
        List<CheckedPod> pods,
        List<CheckedReference> references,
        List<String> warnings,
        List<String> notes) {

    public CheckedManifest {
        pods = List.copyOf(pods);
        references = List.copyOf(references);
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }

    /** How many of the references fail. */
    public long failures() {
        return references.stream().filter(reference -> !reference.ok()).count();
    }
}
