package io.sparksecrets.validation;

import io.sparksecrets.admission.AdmissionRequest;
import io.sparksecrets.admission.AdmissionRequest.Operation;
import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.conf.ConfFiles;
import io.sparksecrets.pod.ConfMapNames;
import io.sparksecrets.pod.SparkPod;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Refuses references in the ConfigMaps that Spark makes of files beside the conf map: Hadoop's conf and {@code krb5.conf}, once a
 * driver owns them, and the conf directory of executors. A process would take them as text. It asks nobody and creates nothing.
 */
final class ConfFilesValidation {

    private ConfFilesValidation() {}

    static boolean covers(AdmissionRequest request) {
        return ConfMapNames.isOfFiles(request.name()) || ConfMapNames.isOfExecutors(request.name());
    }

    static AdmissionResponse validate(AdmissionRequest request) {
        if (!isUsed(request.name(), request.object()) || isSettled(request)) {
            return AdmissionResponse.allowed();
        }
        Map<String, String> files = new LinkedHashMap<>();
        request.object().path("data").forEachEntry((name, text) -> files.put(name, text.asString("")));
        Denial denial = new Denial("ConfigMap %s/%s".formatted(request.namespace(), request.name()));
        denial.addAll(ConfFiles.problemsOfFiles(files));
        return denial.response().orElseGet(AdmissionResponse::allowed);
    }

    /** The names of the others are not only Spark's. */
    private static boolean isUsed(String name, JsonNode configMap) {
        return ConfMapNames.isOfExecutors(name)
                || new SparkPod(configMap).owningPod().isPresent();
    }

    /** An update, such as one of the garbage collector, after which no process reads anything else than before. */
    private static boolean isSettled(AdmissionRequest request) {
        JsonNode old = request.oldObject();
        return request.operation() == Operation.UPDATE
                && old != null
                && isUsed(request.name(), old)
                && old.path("data").equals(request.object().path("data"));
    }
}
