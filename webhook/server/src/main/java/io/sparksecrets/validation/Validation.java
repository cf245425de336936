package io.sparksecrets.validation;

import io.sparksecrets.admission.AdmissionHandler;
import io.sparksecrets.admission.AdmissionRequest;
import io.sparksecrets.admission.AdmissionRequest.Operation;
import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.SecretDelivery;
import io.sparksecrets.pod.PodRewriter;
import io.sparksecrets.pod.RewriteSettings;
import io.sparksecrets.resolution.Resolver;
import java.time.Clock;
import java.time.Duration;

/** Gives pods, ephemeral containers and conf maps to those who validate them. Anything else passes. */
public final class Validation implements AdmissionHandler, AutoCloseable {

    private final PodValidation pods;
    private final ConfMapValidation confMaps;
    private final DeniedExecutors deniedExecutors;

    /**
     * Joins what validation asks.
     *
     * @param deadline how long the stores may take for one request
     */
    public Validation(
            PodRewriter rewriter,
            RewriteSettings settings,
            Resolver resolver,
            Cluster cluster,
            SecretDelivery delivery,
            Duration deadline) {
        Verdicts verdicts = new Verdicts(rewriter, settings, resolver, cluster::pod, deadline);
        deniedExecutors = new DeniedExecutors(cluster, Clock.systemUTC());
        pods = new PodValidation(verdicts, delivery, deniedExecutors);
        confMaps = new ConfMapValidation(verdicts, cluster, delivery);
    }

    @Override
    public AdmissionResponse handle(AdmissionRequest request) {
        if (request.isFor("pods") && request.operation() == Operation.CREATE) {
            return pods.validate(request);
        }
        if (request.isFor("pods", "ephemeralcontainers") && request.operation() == Operation.UPDATE) {
            return EphemeralContainerValidation.validate(request);
        }
        boolean writes = request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        if (request.isFor("configmaps") && writes) {
            return ConfFilesValidation.covers(request)
                    ? ConfFilesValidation.validate(request)
                    : confMaps.validate(request);
        }
        return AdmissionResponse.allowed();
    }

    /** Waits for what is still to be told. */
    @Override
    public void close() {
        deniedExecutors.close();
    }
}
