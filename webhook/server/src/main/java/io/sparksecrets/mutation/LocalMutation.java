package io.sparksecrets.mutation;

import io.fabric8.zjsonpatch.JsonPatch;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.DeliveryNames;
import io.sparksecrets.pod.rewrite.PodRewrite;
import io.sparksecrets.pod.rewrite.PodRewriter;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import java.nio.charset.StandardCharsets;

/** Mutates pods that nobody creates: as the server does, but with a public key, so that the result is always the same. */
public final class LocalMutation {

    /** Public on purpose: nothing is created under the names that it gives. */
    private static final byte[] PUBLIC_KEY =
            "the public key of the command spark-secrets mutate".getBytes(StandardCharsets.US_ASCII);

    private final PodRewriter rewriter;

    public LocalMutation(RewriteSettings settings) {
        rewriter = new PodRewriter(new DeliveryNames(PUBLIC_KEY), settings);
    }

    /** A pod after its mutation, and what was said of it. */
    public record MutatedPod(SparkPod pod, PodRewrite rewrite) {}

    /** Mutates a pod, which stays as it was itself. */
    public MutatedPod of(SparkPod pod, PodRequest request) {
        PodRewrite rewrite = rewriter.rewrite(pod, request);
        return new MutatedPod(new SparkPod(JsonPatch.apply(rewrite.patch(), pod.json())), rewrite);
    }

    /** What mutates them, which knows its own work again. */
    public PodRewriter rewriter() {
        return rewriter;
    }
}
