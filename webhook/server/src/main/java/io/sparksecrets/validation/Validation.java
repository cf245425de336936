package io.sparksecrets.validation;

import com.github.benmanes.caffeine.cache.Ticker;
import io.sparksecrets.admission.AdmissionHandler;
import io.sparksecrets.admission.AdmissionRequest;
import io.sparksecrets.admission.AdmissionRequest.Operation;
import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.SharedDelivery;
import io.sparksecrets.pod.rewrite.PodRewriter;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import io.sparksecrets.resolution.Resolver;
import java.time.Clock;
import java.time.Duration;

/**
 * Gives pods, ephemeral containers and conf maps to those who validate them. Anything else passes, and nothing is said of secrets
 * for a namespace that does not take part.
 */
public final class Validation implements AdmissionHandler, AutoCloseable {

    private final PodValidation pods;
    private final ConfMapValidation confMaps;
    private final DeniedExecutors deniedExecutors;
    private final OptedInNamespaces namespaces;

    /**
     * Joins what validation asks.
     *
     * @param shared creates what executors share
     * @param deliveries creates all other delivery Secrets
     * @param deadline how long the stores may take for one request
     */
    public Validation(
            PodRewriter rewriter,
            RewriteSettings settings,
            Resolver resolver,
            Cluster cluster,
            OptedInNamespaces namespaces,
            SharedDelivery shared,
            Deliveries deliveries,
            Duration deadline) {
        Verdicts verdicts = new Verdicts(rewriter, settings, resolver, cluster::pod, deadline);
        this.namespaces = namespaces;
        deniedExecutors = new DeniedExecutors(cluster, rewriter, Clock.systemUTC());
        StoredDrivers drivers = new StoredDrivers(cluster, rewriter, Ticker.systemTicker());
        pods = new PodValidation(verdicts, cluster, drivers, shared, deliveries, deniedExecutors);
        confMaps = new ConfMapValidation(verdicts, cluster, deliveries);
    }

    @Override
    public AdmissionResponse handle(AdmissionRequest request) {
        if (request.isFor("pods") && request.operation() == Operation.CREATE) {
            return inOptedIn(request, pods::validate);
        }
        if (request.isFor("pods", "ephemeralcontainers") && request.operation() == Operation.UPDATE) {
            return EphemeralContainerValidation.validate(request);
        }
        boolean writes = request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        if (request.isFor("configmaps") && writes) {
            if (ConfFilesValidation.covers(request)) {
                return ConfFilesValidation.validate(request);
            }
            return ConfMapValidation.ownerOfNewConf(request).isPresent()
                    ? inOptedIn(request, confMaps::validate)
                    : AdmissionResponse.allowed();
        }
        return AdmissionResponse.allowed();
    }

    private AdmissionResponse inOptedIn(AdmissionRequest request, AdmissionHandler next) {
        Denial denial = new Denial(
                "%s %s/%s".formatted(request.isFor("pods") ? "pod" : "conf map", request.namespace(), request.name()));
        try {
            namespaces.refusal(request.namespace()).ifPresent(denial::add);
        } catch (ClusterException e) {
            denial.add("namespace", e);
        }
        return denial.response().orElseGet(() -> next.handle(request));
    }

    /** Waits for what is still to be told. */
    @Override
    public void close() {
        deniedExecutors.close();
    }
}
