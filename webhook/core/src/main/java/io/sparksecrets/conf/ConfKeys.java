package io.sparksecrets.conf;

import io.sparksecrets.conf.Treatment.Refused;
import io.sparksecrets.conf.Treatment.Resolved;
import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of references in a key of the Spark conf, be it in a conf map, in {@code --conf key=value} or in
 * {@code -Dspark.key=value}.
 *
 * <p>The driver copies many keys, resolved or not, into the pods, ConfigMaps and claims it creates, and logs others. What it
 * copies or logs must never be a value.
 */
public final class ConfKeys {

    /** The first one that knows a key decides. Variables go first, then keys of Kubernetes, because they may end as a port does. */
    private static final List<Rule> RULES = Stream.of(
                    VariableKeys.RULES, KubernetesKeys.RULES, CopiedKeys.RULES, ShownKeys.RULES)
            .flatMap(List::stream)
            .toList();

    private ConfKeys() {}

    /** What becomes of references in the value of a key where executors are pods, see {@link #treatmentOf(String, ClusterManager)}. */
    public static Treatment treatmentOf(String key) {
        return treatmentOf(key, ClusterManager.KUBERNETES);
    }

    /**
     * What becomes of references in the value of a key.
     *
     * @param key any key, of Spark or not; in {@code --conf key=value} the part before the first equals sign
     * @param manager what runs the executors
     */
    public static Treatment treatmentOf(String key, ClusterManager manager) {
        if (!key.startsWith("spark.")) {
            return new Refused(
                    "is ignored by Spark, because it does not begin with \"spark.\"; a key of Hadoop or Hive is"
                            + " written spark.hadoop.<key>");
        }
        for (Rule rule : RULES) {
            if (rule.keys().test(key)) {
                return rule.treatment(manager);
            }
        }
        return new Resolved();
    }
}
