package io.sparksecrets.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which webhooks changed a pod when it was created: the API server's audit log tells it in annotations
 * {@code mutation.webhook.admission.k8s.io/round_N_index_N} (kubernetes.io, "Dynamic Admission Control", "Mutating webhook auditing
 * annotations").
 */
final class AuditedMutations {

    private static final Pattern ANNOTATION =
            Pattern.compile("mutation\\.webhook\\.admission\\.k8s\\.io/round_(\\d+)_index_(\\d+)");
    private static final JsonMapper JSON = JsonMapper.shared();

    private AuditedMutations() {}

    /** The names of the configurations of those that changed it, in the order of their calls. */
    static List<String> of(Stream<String> auditLog, Pod pod) {
        return auditLog.filter(line -> line.contains("\"ResponseComplete\"") && line.contains("/round_"))
                .map(JSON::readTree)
                .filter(event -> creates(event, pod))
                .flatMap(event -> event.path("annotations").properties().stream())
                .filter(annotation -> ANNOTATION.matcher(annotation.getKey()).matches())
                .sorted(Comparator.comparingInt(annotation -> place(annotation.getKey())))
                .map(annotation -> JSON.readTree(annotation.getValue().asString()))
                .filter(call -> call.path("mutated").asBoolean())
                .map(call -> call.path("configuration").asString())
                .toList();
    }

    private static boolean creates(JsonNode event, Pod pod) {
        JsonNode object = event.path("objectRef");
        return event.path("verb").asString().equals("create")
                && object.path("resource").asString().equals("pods")
                && object.path("namespace").asString().equals(pod.getMetadata().getNamespace())
                && object.path("name").asString().equals(pod.getMetadata().getName());
    }

    private static int place(String annotation) {
        Matcher matcher = ANNOTATION.matcher(annotation);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(annotation);
        }
        return Integer.parseInt(matcher.group(1)) * 1000 + Integer.parseInt(matcher.group(2));
    }
}
