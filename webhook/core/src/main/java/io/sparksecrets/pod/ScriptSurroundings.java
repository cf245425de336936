package io.sparksecrets.pod;

import io.sparksecrets.program.Surroundings;
import java.util.regex.Pattern;

/** What a script sets for the commands in it, by its text: which of them come before which is not looked at. */
final class ScriptSurroundings {

    private static final Pattern PRINTS = Pattern.compile("SPARK_PRINT_LAUNCH_COMMAND=");
    private static final Pattern FOREGROUND = Pattern.compile("\\bSPARK_NO_DAEMONIZE=");
    private static final Pattern BACKGROUND = Pattern.compile("(?:unset|-u|--unset)[ =]+[\\w ]*SPARK_NO_DAEMONIZE");
    private static final Pattern CLUSTER = Pattern.compile("(?i)deploy-?mode[\"']?[=\\s,]+[\"']?cluster");

    private ScriptSurroundings() {}

    static Surroundings of(String script, Surroundings container) {
        boolean foreground =
                container.foreground() || FOREGROUND.matcher(script).find();
        return new Surroundings(
                container.printsCommands() || PRINTS.matcher(script).find(),
                foreground && !BACKGROUND.matcher(script).find(),
                container.deployMode(),
                container.master(),
                CLUSTER.matcher(script).find(),
                container.secretNames());
    }
}
