package io.sparksecrets.submission;

import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.manifest.Manifest.KubernetesObject;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Template;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An application that the Kubeflow operator is told to start in client mode: then it runs the driver in its own pod. */
final class KubeflowClientMode {

    private static final String WHY =
            "with mode: client the operator runs the driver in its own pod, which gets no values; write mode: cluster";

    private KubeflowClientMode() {}

    static boolean isAskedFor(KubernetesObject object) {
        JsonNode tree = object.tree();
        String mode = switch (object.kind()) {
            case "SparkApplication" -> tree.at("/spec/mode").asString("");
            case "ScheduledSparkApplication" -> tree.at("/spec/template/mode").asString("");
            default -> "";
        };
        return mode.equals("client") && tree.path("apiVersion").asString("").startsWith("sparkoperator.k8s.io/");
    }

    /** Of no pod here the webhook is asked. */
    static Submission submission(Manifest manifest) {
        List<Problem> lost = ManifestTexts.of(manifest).stream()
                .filter(text -> Template.mayHoldReference(text.text()))
                .map(text -> new Problem(text.place(), WHY))
                .toList();
        return new Submission(List.of(), List.of(), lost, List.of());
    }
}
