package io.sparksecrets.command;

import io.sparksecrets.access.AccessPolicy;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.StoreConfiguration;
import io.sparksecrets.configuration.StoreOpener;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.resolution.Resolution;
import io.sparksecrets.resolution.ResolutionFailure;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.store.OpeningStore;
import io.sparksecrets.store.SecretStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks references against the configured stores and policy, as the webhook does. */
final class StoreReferenceChecker implements ReferenceChecker {

    private final StoreOpener stores;

    StoreReferenceChecker(StoreOpener stores) {
        this.stores = stores;
    }

    @Override
    public Map<Workload, Map<Reference, Verdict>> check(
            Configuration configuration, String defaultStore, Map<Workload, Set<Reference>> references) {
        AccessPolicy policy = AccessPolicy.of(configuration.policyRules());
        Set<String> needed = references.values().stream()
                .flatMap(Set::stream)
                .map(reference -> storeOf(reference, defaultStore))
                .collect(Collectors.toSet());
        Map<Workload, Map<Reference, Verdict>> verdicts = new LinkedHashMap<>();
        List<SecretStore> opened = new ArrayList<>();
        try {
            for (StoreConfiguration store : configuration.stores()) {
                opened.add(
                        needed.contains(store.name())
                                ? stores.open(store, configuration)
                                : neverOpened(store, configuration));
            }
            Resolver resolver = new Resolver(opened, defaultStore, () -> policy);
            references.forEach((workload, wanted) -> verdicts.put(
                    workload,
                    verdicts(
                            resolver.resolve(
                                    workload, wanted, configuration.admission().deadline()),
                            wanted,
                            defaultStore)));
        } finally {
            opened.forEach(SecretStore::close);
        }
        return verdicts;
    }

    /** No reference leads to it, so it may be down. */
    private SecretStore neverOpened(StoreConfiguration store, Configuration configuration) {
        return new OpeningStore(store.name(), () -> stores.open(store, configuration));
    }

    private static Map<Reference, Verdict> verdicts(Resolution resolution, Set<Reference> wanted, String defaultStore) {
        Map<Reference, ResolutionFailure> failures =
                resolution instanceof Resolution.Failed failed ? failed.failures() : Map.of();
        Map<Reference, Verdict> verdicts = new LinkedHashMap<>();
        for (Reference reference : wanted) {
            ResolutionFailure failure = failures.get(reference);
            verdicts.put(
                    reference,
                    new Verdict(
                            storeOf(reference, defaultStore),
                            failure == null,
                            failure == null ? "resolves" : failure.message()));
        }
        return verdicts;
    }

    private static String storeOf(Reference reference, String defaultStore) {
        String named = reference.store();
        return named == null ? defaultStore : named;
    }
}
