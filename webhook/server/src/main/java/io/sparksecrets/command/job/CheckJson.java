package io.sparksecrets.command.job;

import io.sparksecrets.check.CheckedManifest;
import io.sparksecrets.check.CheckedPod;
import io.sparksecrets.check.CheckedReference;
import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.pod.Workload;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The result of {@code check} for programs. Fields may be added; none changes its meaning.
 *
 * <pre>
 * {"ok": false,
 *  "counts": {"objects": 1, "references": 2, "failures": 1, "warnings": 0},
 *  "errors": ["why nothing could be checked"],
 *  "objects": [
 *    {"origin": "etl.yaml, document 1", "kind": "SparkApplication", "namespace": "team-a", "name": "etl", "ok": false,
 *     "pods": [{"what": "driver pod", "name": "etl-driver", "namespace": "team-a", "serviceAccount": "spark", "selected": true,
 *               "admitted": true}],
 *     "references": [{"place": "spec.driver.env A", "reference": "${secrets.A}", "store": "vault", "namespace": "team-a",
 *                     "serviceAccount": "spark", "ok": true, "result": "resolves"}],
 *     "warnings": [], "notes": []}]}
 * </pre>
 *
 * <p>{@code store}, {@code namespace} and {@code serviceAccount} of a reference are null where nobody asks for it, and
 * {@code reference} is null where what stands there is no well-formed reference.
 */
final class CheckJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private CheckJson() {}

    static String of(List<CheckedManifest> checked) {
        long failures = checked.stream().mapToLong(CheckedManifest::failures).sum();
        ObjectNode document = document(
                failures == 0,
                checked.size(),
                checked.stream().mapToLong(one -> one.references().size()).sum(),
                failures,
                checked.stream().mapToLong(one -> one.warnings().size()).sum(),
                List.of());
        checked.forEach(one -> ((ArrayNode) document.path("objects")).add(object(one)));
        return document.toPrettyString();
    }

    /** The document of a check that could not be made. */
    static String ofErrors(List<String> errors) {
        return document(false, 0, 0, 0, 0, errors).toPrettyString();
    }

    private static ObjectNode document(
            boolean ok, long objects, long references, long failures, long warnings, List<String> errors) {
        ObjectNode document = JSON.createObjectNode().put("ok", ok);
        document.putObject("counts")
                .put("objects", objects)
                .put("references", references)
                .put("failures", failures)
                .put("warnings", warnings);
        strings(document.putArray("errors"), errors);
        document.putArray("objects");
        return document;
    }

    private static ObjectNode object(CheckedManifest checked) {
        ObjectNode object =
                JSON.createObjectNode().put("origin", checked.manifest().origin());
        switch (checked.manifest()) {
            case Manifest.SparkDefaults defaults ->
                object.put("kind", "properties").putNull("namespace").putNull("name");
            case Manifest.AdmissionReview review ->
                described(object, review.object().tree()).put("kind", "AdmissionReview");
            case Manifest.KubernetesObject kubernetes ->
                described(object, kubernetes.tree()).put("kind", kubernetes.kind());
        }
        object.put("ok", checked.failures() == 0);
        ArrayNode pods = object.putArray("pods");
        checked.pods().forEach(pod -> pods.add(pod(pod)));
        ArrayNode references = object.putArray("references");
        checked.references().forEach(reference -> references.add(reference(reference)));
        strings(object.putArray("warnings"), checked.warnings());
        strings(object.putArray("notes"), checked.notes());
        return object;
    }

    private static ObjectNode described(ObjectNode object, JsonNode tree) {
        return object.put("kind", "")
                .put("namespace", tree.at("/metadata/namespace").stringValue(null))
                .put("name", tree.at("/metadata/name").stringValue(null));
    }

    private static ObjectNode pod(CheckedPod pod) {
        return JSON.createObjectNode()
                .put("what", pod.what())
                .put("name", pod.name())
                .put("namespace", pod.workload().namespace())
                .put("serviceAccount", pod.workload().serviceAccount())
                .put("selected", pod.selected())
                .put("admitted", pod.admitted());
    }

    private static ObjectNode reference(CheckedReference reference) {
        return JSON.createObjectNode()
                .put("place", reference.place())
                .put("reference", reference.reference().isEmpty() ? null : reference.reference())
                .put("store", reference.store().isEmpty() ? null : reference.store())
                .put("namespace", reference.workload().map(Workload::namespace).orElse(null))
                .put(
                        "serviceAccount",
                        reference.workload().map(Workload::serviceAccount).orElse(null))
                .put("ok", reference.ok())
                .put("result", reference.result());
    }

    private static void strings(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
