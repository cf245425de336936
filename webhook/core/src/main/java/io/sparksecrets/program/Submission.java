package io.sparksecrets.program;

import io.sparksecrets.conf.ClusterManager;
import io.sparksecrets.conf.SubmitOptions;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How the words of one submitter are to be treated.
 *
 * @param redactsAfter behind which word an option can be put, so that it is the last; -1 where there is no place for one
 * @param manager what runs the executors
 * @param mode where the driver runs
 * @param printed why no value can stand among the words; empty where one can
 */
record Submission(int redactsAfter, ClusterManager manager, Mode mode, String printed) {

    enum Mode {
        /** The driver runs here. */
        CLIENT,
        /** The same, unless a file with properties says otherwise. */
        CLIENT_UNLESS_FILE,
        /** The driver gets a pod of its own, with an admission of its own. */
        CLUSTER,
        /** It is known only when the command runs. */
        UNDECIDED
    }

    /** Any other may become one of them when it is expanded. */
    private static final Set<String> MODES = Set.of("client", "cluster", "");

    /**
     * Reads what the options say.
     *
     * @param words what {@link OptionExpansions} leaves of the words behind the submitter's name
     * @param ofShell whether it starts a shell, for which Spark has no cluster mode
     */
    static Submission of(
            SubmitOptions.Reading options,
            List<String> words,
            boolean ofShell,
            int redactsAfter,
            Surroundings surroundings,
            String printed) {
        ClusterManager manager = ClusterManager.of(options.master(words).orElse(surroundings.master()));
        String mode = options.deployMode(words)
                .orElse(OptionExpansions.areIn(words) ? "$" : surroundings.deployMode())
                .trim();
        boolean file = mode.isEmpty()
                && options.namesPropertiesFile()
                && manager == ClusterManager.KUBERNETES
                && !ofShell
                && !SubmitOptions.isOnlyForClients(options.mainClass(words));
        return new Submission(redactsAfter, manager, file ? Mode.CLIENT_UNLESS_FILE : modeOf(mode, manager), printed);
    }

    private static Mode modeOf(String mode, ClusterManager manager) {
        if (!MODES.contains(mode.toLowerCase(Locale.ROOT))) {
            return Mode.UNDECIDED;
        }
        // Elsewhere the driver's side has no admission of ours.
        return mode.equalsIgnoreCase("cluster") && manager == ClusterManager.KUBERNETES ? Mode.CLUSTER : Mode.CLIENT;
    }

    boolean isCluster() {
        return mode == Mode.CLUSTER;
    }
}
