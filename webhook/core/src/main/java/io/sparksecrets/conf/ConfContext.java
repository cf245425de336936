package io.sparksecrets.conf;

import java.util.Objects;

/**
 * What rendering a conf map depends on besides the conf.
 *
 * @param javaArgumentFiles whether driver Java options with references go to argument files, which need Java 9; otherwise
 *     their values stand in the conf and on the driver's command line
 * @param argumentsHoldReferences whether the driver's arguments hold references, which show in {@code sun.java.command}
 * @param mountPath where the driver sees its conf directory, such as {@code /opt/spark/conf}
 */
public record ConfContext(boolean javaArgumentFiles, boolean argumentsHoldReferences, String mountPath) {

    public ConfContext {
        Objects.requireNonNull(mountPath);
    }
}
