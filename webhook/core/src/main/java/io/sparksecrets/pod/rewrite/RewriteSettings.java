package io.sparksecrets.pod.rewrite;

import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.reference.LeasedStores;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What an installation may choose about the rewriting.
 *
 * @param javaOptions when Java options with references are delivered in an argument file
 * @param gatesDrivers whether a driver pod waits behind a scheduling gate until its conf map is there
 * @param leased the stores whose secrets executors do not share
 */
public record RewriteSettings(JavaOptionDelivery javaOptions, boolean gatesDrivers, LeasedStores leased) {

    /** When a Java option becomes {@code @file}, which keeps the value out of the process list and of Spark's log. */
    public enum JavaOptionDelivery {
        /** For Spark 4 and later, whose images have a Java that reads argument files. */
        AUTO,
        /** Always; the images need Java 9 or later. */
        ARGUMENT_FILE,
        /** Never: the option holds {@code $(VARIABLE)}, and the value shows in the process list. */
        VARIABLE
    }

    public static final RewriteSettings DEFAULTS =
            new RewriteSettings(JavaOptionDelivery.AUTO, false, LeasedStores.NONE);

    private static final int FIRST_SPARK_WITH_JAVA_17 = 4;

    public RewriteSettings {
        Objects.requireNonNull(javaOptions);
        Objects.requireNonNull(leased);
    }

    /** Whether the Java options of a pod go to an argument file. */
    public boolean usesArgumentFiles(SparkPod pod) {
        OptionalInt major = pod.sparkMajorVersion();
        return switch (javaOptions) {
            case AUTO -> major.isPresent() && major.getAsInt() >= FIRST_SPARK_WITH_JAVA_17;
            case ARGUMENT_FILE -> true;
            case VARIABLE -> false;
        };
    }
}
