package io.sparksecrets.conf;

import java.util.Objects;

/**
 * What is known of the program that reads an env variable with options.
 *
 * @param manager what runs the executors
 * @param submitsCluster whether the program only submits an application, whose conf then passes through API objects
 * @param printing what Spark's launcher prints of the command that it builds
 */
public record OptionContext(ClusterManager manager, boolean submitsCluster, Printing printing) {

    /** What Spark's launcher prints, be it asked by {@code SPARK_PRINT_LAUNCH_COMMAND} or by {@code sbin/spark-daemon.sh}. */
    public enum Printing {
        NOTHING,
        /** The command, but of {@code -Dname=value} only names where they tell of a secret: Spark 3.4.4, 3.5.3, 4.0 and later. */
        HIDING_SECRETS,
        /** The whole command. */
        EVERYTHING
    }

    public OptionContext {
        Objects.requireNonNull(manager);
        Objects.requireNonNull(printing);
    }

    Treatment treatmentOf(String key) {
        Treatment treatment = ConfKeys.treatmentOf(key, manager);
        return submitsCluster && treatment instanceof Treatment.Resolved ? new Treatment.Kept(false) : treatment;
    }
}
