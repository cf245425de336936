package io.sparksecrets.program;

import java.util.regex.Pattern;

/** The deploy mode cluster in the text of a script, whichever command of it is meant. */
public final class ClusterMode {

    private static final Pattern NAMED = Pattern.compile("(?i)deploy-?mode[\"']?[=\\s,]+[\"']?cluster");
    private static final Pattern POSSIBLE = Pattern.compile("(?i)deploy[-_]?mode[\"']?[=\\s,]+[\"']?(?:cluster|[$`])");
    private static final Pattern SUBMITS = Pattern.compile("spark-submit|run-example|SparkSubmit");
    private static final Pattern ELSEWHERE =
            Pattern.compile("master[\"']?[=\\s,]+[\"']?(?:yarn|spark://|mesos://|local)");

    private ClusterMode() {}

    /** Whether a script names it. */
    public static boolean isNamedIn(String script) {
        return NAMED.matcher(script).find();
    }

    /** Whether something in a script may submit to Kubernetes in this mode. */
    public static boolean isPossibleIn(String script, Surroundings surroundings) {
        String mode = surroundings.deployMode().strip();
        boolean ofEnvironment = !mode.isEmpty()
                && !mode.equalsIgnoreCase("client")
                && SUBMITS.matcher(script).find();
        boolean elsewhere = ELSEWHERE.matcher(script).find() && !script.contains("k8s://");
        return !elsewhere && (ofEnvironment || POSSIBLE.matcher(script).find());
    }
}
