package io.sparksecrets.check;

import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.submission.Submissions;

/** Says of a place that no pod and no conf took why its text stays as it is. */
final class Unresolved {

    private static final String STAYS = "is not resolved, the text stays as it is: ";

    private Unresolved() {}

    static String at(String place, Manifest manifest) {
        if (place.contains("labels ") || place.contains("annotations ") || place.matches(".*(Labels|Annotations) .*")) {
            return STAYS + "labels and annotations are seen by everybody; use an env variable or the Spark conf";
        }
        if (manifest instanceof Manifest.ConfigMap) {
            return STAYS
                    + "of ConfigMaps the webhook reads only the conf maps that Spark makes for its drivers, and envFrom,"
                    + " configMapKeyRef and volumes hand on the reference itself; write the variable with the reference"
                    + " into the env of the pod";
        }
        if (manifest instanceof Manifest.OtherObject object && !Submissions.knows(object)) {
            return "it is not known whether this text gets into a pod: which pods come of the kind %s is not known here; check the pod instead"
                    .formatted(object.kind());
        }
        return STAYS + "it is no place where references are resolved; use an env variable or the Spark conf";
    }
}
