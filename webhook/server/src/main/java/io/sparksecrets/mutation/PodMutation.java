package io.sparksecrets.mutation;

import io.sparksecrets.admission.AdmissionHandler;
import io.sparksecrets.admission.AdmissionRequest;
import io.sparksecrets.admission.AdmissionRequest.Operation;
import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.rewrite.PodRewrite;
import io.sparksecrets.pod.rewrite.PodRewriter;
import io.sparksecrets.reference.Problem;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rewrites pods that are created. Anything else passes as it is.
 *
 * <p>It never denies: what cannot be rewritten stays, and validation, which sees the pod that would be stored, names all that
 * is wrong with it in one message. It warns of what validation cannot see any more, where references have been replaced; of the
 * rest both warn in the same words, and the API server tells them once.
 */
public final class PodMutation implements AdmissionHandler {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final PodRewriter rewriter;

    public PodMutation(PodRewriter rewriter) {
        this.rewriter = rewriter;
    }

    @Override
    public AdmissionResponse handle(AdmissionRequest request) {
        if (request.operation() != Operation.CREATE || !request.isFor("pods")) {
            return AdmissionResponse.allowed();
        }
        PodRequest podRequest = PodRequest.from(
                request.namespace(),
                request.uid(),
                request.userInfo().username(),
                request.userInfo().extra());
        PodRewrite rewrite = rewriter.rewrite(new SparkPod(request.object()), podRequest);
        return AdmissionResponse.patched(JSON.writeValueAsBytes(rewrite.patch()))
                .withWarnings(rewrite.warnings().stream().map(Problem::toString).toList());
    }
}
