package io.sparksecrets.conf;

import io.sparksecrets.conf.Treatment.Refused;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One line of a table of keys.
 *
 * @param keys which keys it is about
 * @param kubernetes what becomes of references in them where executors are pods
 * @param local the same where the driver is the only executor
 * @param other the same with any other cluster manager
 */
record Rule(Predicate<String> keys, Treatment kubernetes, Treatment local, Treatment other) {

    static Rule of(Treatment treatment, Predicate<String> keys) {
        return new Rule(keys, treatment, treatment, treatment);
    }

    static Rule keys(Treatment treatment, String... keys) {
        return of(treatment, Set.of(keys)::contains);
    }

    static Rule prefixes(Treatment treatment, String... prefixes) {
        List<String> beginnings = List.of(prefixes);
        return of(treatment, key -> beginnings.stream().anyMatch(key::startsWith));
    }

    /** The same keys with another treatment where executors are no pods. */
    Rule elsewhere(Treatment treatment) {
        return new Rule(keys, kubernetes, treatment, treatment);
    }

    /** The same keys with another treatment where the driver is the only executor. */
    Rule locally(Treatment treatment) {
        return new Rule(keys, kubernetes, treatment, other);
    }

    Treatment treatment(ClusterManager manager) {
        return switch (manager) {
            case KUBERNETES -> kubernetes;
            case LOCAL -> local;
            case OTHER -> other;
        };
    }

    static Refused refused(String why) {
        return new Refused(why);
    }
}
