package io.sparksecrets.submission;

import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.pod.EphemeralContainers;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The pod of an AdmissionReview, which the API server sent to the webhook. */
public final class ReviewedPod {

    private ReviewedPod() {}

    static Submission submission(Manifest.AdmissionReview review, Optional<String> account) {
        if (!(review.object() instanceof Manifest.Pod pod)) {
            return Submission.NOTHING;
        }
        if (review.request().path("subResource").asString("").equals("ephemeralcontainers")) {
            return ephemeral(review, pod.tree());
        }
        PodRequest request = request(review);
        return Submission.of(new SentPod(
                "pod",
                PodOfObject.copy(pod.tree(), new Target(request.namespace(), account)),
                request,
                Origins.ofPod(pod.tree(), ""),
                true));
    }

    /** Nothing is delivered to them. */
    private static Submission ephemeral(Manifest.AdmissionReview review, JsonNode pod) {
        Origins origins = Origins.ofPod(pod, "");
        origins.containers(pod.path("spec"), "ephemeralContainers", "ephemeral container ", "ephemeralContainers");
        return Submission.ofProblems(
                EphemeralContainers.problems(
                        new SparkPod(pod), new SparkPod(review.request().path("oldObject"))),
                origins);
    }

    /** The UID of a request that has none. */
    public static final String NO_REQUEST = "00000000-0000-0000-0000-000000000000";

    /** What the review says beside the pod. */
    public static PodRequest request(Manifest.AdmissionReview review) {
        JsonNode request = review.request();
        Map<String, List<String>> extra = new HashMap<>();
        request.at("/userInfo/extra")
                .forEachEntry((key, values) -> extra.put(
                        key,
                        values.valueStream().map(value -> value.asString("")).toList()));
        return PodRequest.from(
                request.path("namespace").asString(""),
                // The API server gives every request one; a review that somebody wrote may lack it.
                request.path("uid").asString(NO_REQUEST),
                request.at("/userInfo/username").asString(""),
                extra);
    }
}
