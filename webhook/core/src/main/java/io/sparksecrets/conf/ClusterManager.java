package io.sparksecrets.conf;

import java.util.List;

/** What runs the executors of an application, and so decides where Spark copies its conf. */
public enum ClusterManager {
    /** Executors are pods: what they get stands in API objects, and their own admission resolves references. */
    KUBERNETES,

    /** The driver itself is the only executor, so that nothing is handed to another process but to Python workers. */
    LOCAL,

    /** Executors are processes of a standalone cluster, of YARN or of Mesos: no admission sees them. */
    OTHER;

    /** How the masters begin that SparkSubmit takes, those of Kubernetes and local ones aside. */
    private static final List<String> OTHERS = List.of("local-cluster", "spark://", "yarn", "mesos://");

    /**
     * Reads a master as {@code spark.master} and {@code --master} name it.
     *
     * @param master may be empty; what cannot be told, such as <code>$(MASTER)</code>, counts as Kubernetes, where references stay
     *     references
     */
    public static ClusterManager of(String master) {
        String trimmed = master.trim();
        if (OTHERS.stream().anyMatch(trimmed::startsWith)) {
            return OTHER;
        }
        return trimmed.startsWith("local") ? LOCAL : KUBERNETES;
    }

    /**
     * What runs the executors of a driver with this conf. In cluster mode {@code spark.kubernetes.driver.master} can have the driver
     * do all the work itself, as Spark's KubernetesClusterManager reads it.
     */
    static ClusterManager of(SparkProperties conf) {
        ClusterManager manager = of(conf.get("spark.master").orElse(""));
        boolean driverOnly = manager == KUBERNETES
                && conf.get("spark.kubernetes.driver.master").orElse("").startsWith("local");
        return driverOnly ? LOCAL : manager;
    }
}
