package io.sparksecrets.submission;

import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pod as it is created, before any webhook of ours.
 *
 * @param what it in a person's words, such as {@code driver pod}
 * @param origins where its parts stand in the manifest
 * @param reviewed whether an AdmissionReview proves that the API server sends it to the webhook
 */
public record SentPod(String what, ObjectNode json, PodRequest request, Origins origins, boolean reviewed) {

    static SentPod made(String what, ObjectNode json, PodRequest request, Origins origins) {
        return new SentPod(what, json, request, origins, false);
    }

    /** The pod with Spark's eyes. */
    public SparkPod pod() {
        return new SparkPod(json);
    }

    /** ConfigMaps that give a process variables behind the webhook's back, a sentence each. */
    List<String> unseenSources() {
        Set<String> names = new LinkedHashSet<>();
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : json.path("spec").path(list)) {
                container
                        .path("envFrom")
                        .forEach(source ->
                                names.add(source.at("/configMapRef/name").asString("")));
                container
                        .path("env")
                        .forEach(variable -> names.add(
                                variable.at("/valueFrom/configMapKeyRef/name").asString("")));
            }
        }
        names.remove("");
        List<String> sentences = new ArrayList<>();
        names.forEach(name -> sentences.add(
                "the %s takes variables from the ConfigMap %s: a reference in it is not resolved, and the process gets it as it stands there"
                        .formatted(what, name)));
        return sentences;
    }
}
