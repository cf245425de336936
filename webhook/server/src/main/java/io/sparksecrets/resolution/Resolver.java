package io.sparksecrets.resolution;

import io.sparksecrets.access.AccessDecision;
import io.sparksecrets.access.AccessPolicy;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.Recipient;
import io.sparksecrets.store.SecretStore;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Resolves the references of a workload: authorises all of them, then reads those that are allowed in one batch from each store,
 * the stores side by side. Safe for use by many threads.
 */
public final class Resolver {

    private final Map<String, SecretStore> stores;
    private final String defaultStore;
    private final Supplier<AccessPolicy> policy;
    private final Leases leases;

    /** Joins stores none of which makes credentials, and policy. */
    public Resolver(Collection<SecretStore> stores, String defaultStore, Supplier<AccessPolicy> policy) {
        this(stores, defaultStore, policy, Leases.none());
    }

    /**
     * Joins stores and policy.
     *
     * @param defaultStore the name of the store that the short form of a reference means
     * @param policy asked once for each resolution, so that a policy can be replaced while the program runs
     * @param leases which of the stores make credentials
     * @throws IllegalArgumentException when two stores have the same name or none has that of the default
     */
    public Resolver(Collection<SecretStore> stores, String defaultStore, Supplier<AccessPolicy> policy, Leases leases) {
        Map<String, SecretStore> byName = new LinkedHashMap<>();
        for (SecretStore store : stores) {
            if (byName.put(store.name(), store) != null) {
                throw new IllegalArgumentException("two stores have the name \"" + store.name() + "\"");
            }
        }
        if (!byName.containsKey(defaultStore)) {
            throw new IllegalArgumentException(
                    "the default store \"" + defaultStore + "\" is none of the stores " + byName.keySet());
        }
        this.stores = Map.copyOf(byName);
        this.defaultStore = defaultStore;
        this.policy = policy;
        this.leases = leases;
    }

    /** Resolves for nobody in particular, so that credentials may be those that somebody else got a moment ago. */
    public Resolution resolve(Workload workload, Set<Reference> references, Duration deadline) {
        return resolve(workload, references, deadline, Optional.empty());
    }

    /**
     * Resolves references, or says of each why it has no value.
     *
     * <p>The default of a reference stands in for a secret that does not exist, and for nothing else: not for one that is denied
     * or whose store is unavailable. A value of a store gets the encoding of its reference; a default stands as it is written.
     *
     * @param deadline how long to wait for the stores at most; what they are still doing then is left to their own timeouts
     * @param recipient for whom credentials are made, where the references lead to some: all of a secret's fields at once, the
     *     same for who asks again, and none where anything else has no value, or is denied
     */
    public Resolution resolve(
            Workload workload, Set<Reference> references, Duration deadline, Optional<Recipient> recipient) {
        Set<Reference> leased = recipient.isEmpty() || leases.areForNone()
                ? Set.of()
                : references.stream().filter(leases::areFor).collect(Collectors.toSet());
        if (recipient.isEmpty() || leased.isEmpty()) {
            return resolveFor(Optional.empty(), workload, references, deadline);
        }
        long end = System.nanoTime() + deadline.toNanos();
        Set<Reference> others = new LinkedHashSet<>(references);
        others.removeAll(leased);
        Resolution first = resolveFor(Optional.empty(), workload, others, deadline);
        Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        if (!(first instanceof Resolution.Resolved resolved)
                || !refused(workload, leased).isEmpty()) {
            return resolveFor(Optional.empty(), workload, references, left);
        }
        if (!leases.begin(recipient.get())) {
            return exhausted(leased);
        }
        Resolution second = resolveFor(recipient, workload, leased, left);
        if (!(second instanceof Resolution.Resolved made)) {
            return second;
        }
        Map<Reference, SecretValue> values = new LinkedHashMap<>(resolved.values());
        values.putAll(made.values());
        return new Resolution.Resolved(values);
    }

    /**
     * Says what {@link #resolve(Workload, Set, Duration, Optional)} would say for a recipient, and makes nothing for it: credentials
     * may be those that somebody else got a moment ago.
     */
    public Resolution review(Workload workload, Set<Reference> references, Duration deadline, Recipient recipient) {
        Set<Reference> leased = references.stream().filter(leases::areFor).collect(Collectors.toSet());
        Resolution seen = resolve(workload, references, deadline);
        return seen instanceof Resolution.Failed || leased.isEmpty() || leases.hasRoom(recipient)
                ? seen
                : exhausted(leased);
    }

    private Resolution resolveFor(
            Optional<Recipient> recipient, Workload workload, Set<Reference> references, Duration deadline) {
        Map<Reference, ResolutionFailure> refused = refused(workload, references);
        Map<SecretStore, Set<ReadRequest>> wanted = new LinkedHashMap<>();
        for (Reference reference : references) {
            SecretStore store = stores.get(storeOf(reference));
            if (store != null && !refused.containsKey(reference)) {
                wanted.computeIfAbsent(store, s -> new LinkedHashSet<>()).add(request(reference, recipient));
            }
        }
        StoreAnswers answers = StoreAnswers.await(wanted, deadline);
        recipient.ifPresent(asking -> leases.end(asking, longestLease(references, recipient, answers)));
        Map<Reference, SecretValue> values = new LinkedHashMap<>();
        Map<Reference, ResolutionFailure> failures = new LinkedHashMap<>();
        for (Reference reference : references) {
            ResolutionFailure refusal = refused.get(reference);
            String store = storeOf(reference);
            switch (refusal != null
                    ? new Outcome.Failure(refusal)
                    : Outcome.of(reference, store, answers.of(store, request(reference, recipient)))) {
                case Outcome.Value value -> values.put(reference, value.value());
                case Outcome.Failure failure -> failures.put(reference, failure.failure());
            }
        }
        return failures.isEmpty() ? new Resolution.Resolved(values) : new Resolution.Failed(failures);
    }

    private Resolution exhausted(Set<Reference> leased) {
        Map<Reference, ResolutionFailure> failures = new LinkedHashMap<>();
        leased.forEach(reference -> failures.put(
                reference, new ResolutionFailure.Exhausted(storeOf(reference), reference.path(), leases.limit())));
        return new Resolution.Failed(failures);
    }

    /** How long the recipient has any of the credentials; empty when there are none. */
    private Optional<Duration> longestLease(
            Set<Reference> leased, Optional<Recipient> recipient, StoreAnswers answers) {
        return leased.stream()
                .map(reference -> answers.of(storeOf(reference), request(reference, recipient)))
                .filter(StoreAnswers.Answered.class::isInstance)
                .map(answer -> ((StoreAnswers.Answered) answer).result())
                .filter(ReadResult.Found.class::isInstance)
                .map(found -> ((ReadResult.Found) found).lease().orElse(Duration.ZERO))
                .max(Comparator.naturalOrder());
    }

    /** The references that no store is asked for. */
    private Map<Reference, ResolutionFailure> refused(Workload workload, Set<Reference> references) {
        AccessPolicy current = policy.get();
        Map<Reference, ResolutionFailure> refused = new LinkedHashMap<>();
        for (Reference reference : references) {
            String store = storeOf(reference);
            String path = reference.path();
            if (!stores.containsKey(store)) {
                refused.put(reference, new ResolutionFailure.UnknownStore(store, path, stores.keySet()));
            } else if (current.decide(workload, store, path) instanceof AccessDecision.Denied denied) {
                refused.put(reference, new ResolutionFailure.DeniedByPolicy(store, path, denied.why()));
            }
        }
        return refused;
    }

    /** The name of the store that a reference leads to, whether or not there is one of that name. */
    public String storeOf(Reference reference) {
        String store = reference.store();
        return store != null ? store : defaultStore;
    }

    private static ReadRequest request(Reference reference, Optional<Recipient> recipient) {
        String version = reference.version();
        return new ReadRequest(
                reference.path(),
                version == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(version)),
                recipient);
    }
}
