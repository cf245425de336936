package io.sparksecrets.access;

import io.sparksecrets.access.AccessDecision.Allowed;
import io.sparksecrets.access.AccessDecision.Denied;
import io.sparksecrets.pod.Workload;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * May this workload use this secret? What no rule allows is denied. Immutable.
 *
 * <p>The workload is the pod's namespace and service account, not who created the pod.
 */
public final class AccessPolicy {

    private static final int MAX_SHOWN = 5;

    /** What is used where nothing is configured: a namespace may use secrets at the root and in the folder that bears its name. */
    public static final List<AccessRule> DEFAULT_RULES =
            List.of(new AccessRule(List.of("*"), List.of(), List.of("*", Glob.NAMESPACE + "/**"), List.of()));

    private final List<CompiledRule> rules;

    private AccessPolicy(List<CompiledRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Makes a policy of rules as they were configured.
     *
     * @param rules in the order in which they are asked; none denies everything
     * @throws InvalidAccessRulesException when a rule or a glob is bad; the message names all of them
     */
    public static AccessPolicy of(List<AccessRule> rules) {
        List<CompiledRule> compiled = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            compiled.add(compile(rules.get(i), "access rule " + (i + 1), problems));
        }
        if (!problems.isEmpty()) {
            throw new InvalidAccessRulesException(problems);
        }
        return new AccessPolicy(compiled);
    }

    /**
     * Decides by the names only; whether the store or the secret exists does not matter.
     *
     * @param store the name of the store, never the short form's absence of one
     * @param path the path of the secret
     */
    public AccessDecision decide(Workload workload, String store, String path) {
        for (int i = 0; i < rules.size(); i++) {
            CompiledRule rule = rules.get(i);
            if (rule.isFor(workload)
                    && rule.coversStore(store)
                    && anyMatches(rule.secrets(), path, workload.namespace())) {
                return new Allowed(i + 1);
            }
        }
        return new Denied(denial(workload, store, path));
    }

    private String denial(Workload workload, String store, String path) {
        return "no rule lets %s use \"%s\" of store \"%s\"; %s; a platform engineer can allow it with the access rule {namespaces: [\"%s\"], serviceAccounts: [\"%s\"], secrets: [\"%s\"], stores: [\"%s\"]}"
                .formatted(
                        workload,
                        path,
                        store,
                        whatItMayUse(workload, store),
                        workload.namespace(),
                        workload.serviceAccount(),
                        path,
                        store);
    }

    private String whatItMayUse(Workload workload, String store) {
        Set<String> globs = new LinkedHashSet<>();
        for (CompiledRule rule : rules) {
            if (rule.isFor(workload) && rule.coversStore(store)) {
                rule.secrets()
                        .forEach(glob ->
                                globs.add("\"" + glob.toString().replace(Glob.NAMESPACE, workload.namespace()) + "\""));
            }
        }
        if (globs.isEmpty()) {
            return "it may use none of that store";
        }
        return "it may use " + globs.stream().limit(MAX_SHOWN).collect(Collectors.joining(", "))
                + (globs.size() > MAX_SHOWN ? ", …" : "");
    }

    private static CompiledRule compile(AccessRule rule, String name, List<String> problems) {
        if (rule.namespaces().isEmpty()) {
            problems.add(name + " names no namespaces; \"*\" stands for all");
        }
        if (rule.secrets().isEmpty()) {
            problems.add(name + " names no secrets; \"**\" stands for all");
        }
        return new CompiledRule(
                globs(rule.namespaces(), Glob::ofNames, name + ", namespaces: ", problems),
                globs(rule.serviceAccounts(), Glob::ofNames, name + ", serviceAccounts: ", problems),
                globs(rule.secrets(), Glob::ofPaths, name + ", secrets: ", problems),
                globs(rule.stores(), Glob::ofNames, name + ", stores: ", problems));
    }

    private static List<Glob> globs(
            List<String> sources, Function<String, Glob> compiler, String where, List<String> problems) {
        List<Glob> globs = new ArrayList<>();
        for (String source : sources) {
            try {
                globs.add(compiler.apply(source));
            } catch (IllegalArgumentException e) {
                problems.add(where + e.getMessage());
            }
        }
        return globs;
    }

    private static boolean anyMatches(List<Glob> globs, String text, String namespace) {
        return globs.stream().anyMatch(glob -> glob.matches(text, namespace));
    }

    private record CompiledRule(
            List<Glob> namespaces, List<Glob> serviceAccounts, List<Glob> secrets, List<Glob> stores) {

        boolean isFor(Workload workload) {
            String namespace = workload.namespace();
            return anyMatches(namespaces, namespace, namespace)
                    && (serviceAccounts.isEmpty() || anyMatches(serviceAccounts, workload.serviceAccount(), namespace));
        }

        boolean coversStore(String store) {
            return stores.isEmpty() || anyMatches(stores, store, "");
        }
    }
}
