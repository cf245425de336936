package io.sparksecrets.access;

import java.util.List;

/**
 * Lets workloads use secrets. A workload and a secret must match one entry of each list. An entry is a {@link Glob}.
 *
 * <pre>
 * - namespaces: ["analytics", "team-*"]
 *   serviceAccounts: ["spark"]            # left out: any
 *   secrets: ["*", "{namespace}/**"]
 *   stores: ["vault"]                     # left out: any
 * </pre>
 *
 * @param namespaces of the pod; {@code *} stands for any text
 * @param serviceAccounts of the pod; empty for any
 * @param secrets path globs, in which <code>{namespace}</code> stands for the namespace of the pod
 * @param stores the names of stores; empty for any
 */
public record AccessRule(
        List<String> namespaces, List<String> serviceAccounts, List<String> secrets, List<String> stores) {

    public AccessRule {
        namespaces = List.copyOf(namespaces);
        serviceAccounts = List.copyOf(serviceAccounts);
        secrets = List.copyOf(secrets);
        stores = List.copyOf(stores);
    }
}
