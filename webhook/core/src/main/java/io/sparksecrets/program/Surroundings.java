package io.sparksecrets.program;

/**
 * What a command line depends on besides its words.
 *
 * @param printsCommands whether Spark's launcher is told to print the commands it starts, by {@code SPARK_PRINT_LAUNCH_COMMAND}
 * @param foreground whether Spark's daemons run in the foreground, by {@code SPARK_NO_DAEMONIZE}
 */
public record Surroundings(boolean printsCommands, boolean foreground) {

    /** Nothing of it is known to be set. */
    public static final Surroundings NONE = new Surroundings(false, false);
}
