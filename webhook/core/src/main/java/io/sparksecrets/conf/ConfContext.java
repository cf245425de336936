package io.sparksecrets.conf;

import java.util.Objects;
import java.util.Set;

/**
 * What rendering a conf map depends on besides the conf.
 *
 * @param javaArgumentFiles whether driver Java options with references go to argument files, which need Java 9; otherwise
 *     their values stand in the conf and on the driver's command line
 * @param argumentsHoldReferences whether the driver's arguments hold references, which show in {@code sun.java.command}
 * @param mountPath where the driver sees its conf directory, such as {@code /opt/spark/conf}
 * @param secretVariables names of env variables in which the driver will have values, however they came into its pod
 * @param driverPod the name of the driver's pod; empty where it is not known
 */
public record ConfContext(
        boolean javaArgumentFiles,
        boolean argumentsHoldReferences,
        String mountPath,
        Set<String> secretVariables,
        String driverPod) {

    public ConfContext {
        Objects.requireNonNull(mountPath);
        Objects.requireNonNull(driverPod);
        secretVariables = Set.copyOf(secretVariables);
    }

    /** Of a driver whose name is not known and whose pod has no variables with references but those of the conf. */
    public ConfContext(boolean javaArgumentFiles, boolean argumentsHoldReferences, String mountPath) {
        this(javaArgumentFiles, argumentsHoldReferences, mountPath, Set.of(), "");
    }
}
