package io.sparksecrets.conf;

import java.util.List;

/** What runs the executors of an application, and so decides where Spark copies its conf. */
public enum ClusterManager {
    /** Executors are pods: what they get stands in API objects, and their own admission resolves references. */
    KUBERNETES,

    /** Executors are threads of the driver, or processes of a standalone cluster, of YARN or of Mesos: no admission sees them. */
    OTHER;

    /** How the masters begin that SparkSubmit takes, those of Kubernetes aside. */
    private static final List<String> OTHERS = List.of("local", "spark://", "yarn", "mesos://");

    /**
     * Reads a master as {@code spark.master} and {@code --master} name it.
     *
     * @param master may be empty; what cannot be told, such as <code>$(MASTER)</code>, counts as Kubernetes, where references stay
     *     references
     */
    public static ClusterManager of(String master) {
        String trimmed = master.trim();
        return OTHERS.stream().anyMatch(trimmed::startsWith) ? OTHER : KUBERNETES;
    }
}
