package io.sparksecrets.pod.script;

import io.sparksecrets.program.ClusterMode;
import io.sparksecrets.program.Surroundings;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a script sets for the commands in it, by its text: which of them come before which is not looked at. */
final class ScriptSurroundings {

    private static final Pattern COMMENT_LINE = Pattern.compile("(?m)^[ \\t]*#.*$");
    private static final Pattern PRINTS = Pattern.compile("SPARK_PRINT_LAUNCH_COMMAND=");

    /** Exported, or before a command: any other variable the shell keeps to itself. */
    private static final Pattern FOREGROUND = Pattern.compile(
            "\\b(?:export|declare|typeset|env)\\b[^;&|\\n]*\\bSPARK_NO_DAEMONIZE\\b|\\bset\\s+(?:-\\w*a|-o\\s+allexport)"
                    + "|\\bSPARK_NO_DAEMONIZE=(?:\"[^\"]*\"|'[^']*'|[^\\s;&|'\"]*)(?:[ \\t]|\\\\\\n)+[^\\s;&|#]");

    private static final Pattern BACKGROUND =
            Pattern.compile("(?:unset|-u|--unset|export\\s+-n)[ =]+[\\w ]*SPARK_NO_DAEMONIZE");

    private static final Pattern DEPLOY_MODE = Pattern.compile("\\bDEPLOY_MODE=[\"']?([^\\s;&|\"']*)");
    private static final Pattern MASTER = Pattern.compile("\\bMASTER=[\"']?([^\\s;&|\"']*)");
    private static final String UNKNOWN = "$";

    private ScriptSurroundings() {}

    static Surroundings of(String script, Surroundings container) {
        String text = COMMENT_LINE.matcher(script).replaceAll("");
        boolean foreground = container.foreground() || FOREGROUND.matcher(text).find();
        return new Surroundings(
                container.printsCommands() || PRINTS.matcher(text).find(),
                foreground && !BACKGROUND.matcher(text).find(),
                deployMode(text, container.deployMode()),
                assigned(MASTER, text).orElse(container.master()),
                ClusterMode.isNamedIn(text),
                container.secretNames());
    }

    /** Only what is exported is read by spark-submit, and cluster is too much to guess. */
    private static String deployMode(String text, String ofContainer) {
        return assigned(DEPLOY_MODE, text)
                .map(mode -> mode.equals("client") ? mode : UNKNOWN)
                .orElse(ofContainer);
    }

    /** What a variable is set to, unknown where that differs. */
    private static Optional<String> assigned(Pattern variable, String text) {
        return variable.matcher(text)
                .results()
                .map(match -> match.group(1))
                .reduce((one, other) -> one.equals(other) ? one : UNKNOWN);
    }
}
