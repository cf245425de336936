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
 * @param secretNames conf keys and system properties that get values by variables with options
 */
public record Surroundings(
        boolean printsCommands, boolean foreground, String deployMode, String master, Set<String> secretNames) {

    /** Nothing of it is known to be set. */
    public static final Surroundings NONE = new Surroundings(false, false);

    public Surroundings {
        secretNames = Set.copyOf(secretNames);
    }

    Surroundings(boolean printsCommands, boolean foreground) {
        this(printsCommands, foreground, "", "", Set.of());
    }
}
