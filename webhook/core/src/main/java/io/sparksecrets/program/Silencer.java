package io.sparksecrets.program;

import java.util.List;

/**
 * What makes {@code spark-daemon.sh} start a process in the foreground without printing its command: the script runs {@code
 * nice}, here a function that takes back the variable which the script sets for Spark's launcher.
 */
public final class Silencer {

    /** Words to put before the script's name. */
    public static final List<String> WORDS =
            List.of("env", "BASH_FUNC_nice%%=() { env -u SPARK_PRINT_LAUNCH_COMMAND nice \"$@\"; }");

    private Silencer() {}
}
