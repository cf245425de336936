package io.sparksecrets.program;

import java.util.Set;

/**
 * What a command line depends on besides its words.
 *
 * @param printsCommands whether Spark's launcher is told to print the commands it starts, by {@code SPARK_PRINT_LAUNCH_COMMAND}
 * @param foreground whether Spark's daemons run in the foreground, by {@code SPARK_NO_DAEMONIZE}
 * @param deployMode what {@code DEPLOY_MODE} says, which spark-submit reads where its words state none; empty where it is not set,
 *     with a dollar sign where it is not known
 * @param master the same of {@code MASTER}
 * @param clusterNearby whether the script in which the words stand names the deploy mode cluster, for whichever command
 * @param secretNames conf keys and system properties that get values by variables with options
 */
public record Surroundings(
        boolean printsCommands,
        boolean foreground,
        String deployMode,
        String master,
        boolean clusterNearby,
        Set<String> secretNames) {

    /** Nothing of it is known to be set. */
    public static final Surroundings NONE = new Surroundings(false, false);

    public Surroundings {
        secretNames = Set.copyOf(secretNames);
    }

    /** The same for words that are gathered for a command which is not known. */
    Surroundings ofGathered() {
        String mode = deployMode.isEmpty() && clusterNearby ? "cluster" : deployMode;
        return new Surroundings(printsCommands, foreground, mode, master, clusterNearby, secretNames);
    }

    Surroundings with(boolean prints, boolean inForeground, String mode, String ofMaster) {
        return new Surroundings(prints, inForeground, mode, ofMaster, clusterNearby, secretNames);
    }

    /** The same for words that are handed to what submits in cluster mode, unless they say otherwise. */
    Surroundings inClusterMode() {
        return new Surroundings(printsCommands, foreground, "cluster", master, clusterNearby, secretNames);
    }

    Surroundings(boolean printsCommands, boolean foreground) {
        this(printsCommands, foreground, "", "", false, Set.of());
    }
}
