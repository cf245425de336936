package io.sparksecrets.command;

import io.sparksecrets.access.AccessPolicy;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.resolution.Resolution;
import io.sparksecrets.resolution.ResolutionFailure;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.store.SecretStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks references against the configured store and policy, as the webhook does. */
final class StoreReferenceChecker implements ReferenceChecker {

    private final StoreOpener stores;

    StoreReferenceChecker(StoreOpener stores) {
        this.stores = stores;
    }

    @Override
    public Map<Workload, Map<Reference, Verdict>> check(
            Configuration configuration, Map<Workload, Set<Reference>> references) {
        AccessPolicy policy = AccessPolicy.of(configuration.policyRules());
        Map<Workload, Map<Reference, Verdict>> verdicts = new LinkedHashMap<>();
        try (SecretStore store = stores.open(configuration.secretStore())) {
            Resolver resolver = new Resolver(List.of(store), store.name(), () -> policy);
            references.forEach((workload, wanted) -> verdicts.put(
                    workload,
                    verdicts(
                            resolver.resolve(
                                    workload, wanted, configuration.admission().deadline()),
                            wanted,
                            store.name())));
        }
        return verdicts;
    }

    private static Map<Reference, Verdict> verdicts(Resolution resolution, Set<Reference> wanted, String defaultStore) {
        Map<Reference, ResolutionFailure> failures =
                resolution instanceof Resolution.Failed failed ? failed.failures() : Map.of();
        Map<Reference, Verdict> verdicts = new LinkedHashMap<>();
        for (Reference reference : wanted) {
            ResolutionFailure failure = failures.get(reference);
            String named = reference.store();
            verdicts.put(
                    reference,
                    new Verdict(
                            named == null ? defaultStore : named,
                            failure == null,
                            failure == null ? "resolves" : failure.message()));
        }
        return verdicts;
    }
}
