package io.sparksecrets.command;

import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Reference;
import java.util.Map;
import java.util.Set;

/** Tries whether references can be resolved, as the webhook would, and gives no value away. */
public interface ReferenceChecker {

    /**
     * What became of a reference.
     *
     * @param store the name of the store it leads to
     * @param ok whether a job would get a value
     * @param result for a person: {@code ok, version 3}, or why there is none and what to do
     */
    record Verdict(String store, boolean ok, String result) {}

    /**
     * Checks references of several workloads in one go.
     *
     * @param defaultStore the name of the store that the short form of a reference means
     * @return for each workload a verdict on each of its references
     */
    Map<Workload, Map<Reference, Verdict>> check(
            Configuration configuration, String defaultStore, Map<Workload, Set<Reference>> references);
}
