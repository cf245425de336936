package io.sparksecrets.mutation;

import io.sparksecrets.admission.AdmissionHandler;
import io.sparksecrets.admission.AdmissionRequest;
import io.sparksecrets.admission.AdmissionRequest.Operation;
import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.PodRewriter;
import io.sparksecrets.pod.SparkPod;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rewrites pods that are created. Anything else passes as it is.
 *
 * <p>It never denies: what cannot be rewritten stays, and validation, which sees the pod that would be stored, names all that
 * is wrong with it in one message.
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
        return AdmissionResponse.patched(JSON.writeValueAsBytes(
                rewriter.rewrite(new SparkPod(request.object()), podRequest).patch()));
    }
}
