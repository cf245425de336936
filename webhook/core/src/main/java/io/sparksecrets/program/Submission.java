package io.sparksecrets.program;

import io.sparksecrets.conf.ClusterManager;
import io.sparksecrets.conf.SubmitOptions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

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

    private static final Set<String> VERBOSE = Set.of("--verbose", "-v");

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
        // What stands for options behind the application is the application's.
        List<String> ofSubmitter = ofShell ? words : words.subList(0, options.application());
        String master = options.master(words).orElse(surroundings.master());
        String mode = options.deployMode(words)
                .orElse(OptionExpansions.areIn(ofSubmitter) ? "$" : surroundings.deployMode())
                .trim();
        ClusterManager manager = ClusterManager.of(master);
        boolean file = mode.isEmpty()
                && options.namesPropertiesFile()
                && manager == ClusterManager.KUBERNETES
                && !ofShell
                && !SubmitOptions.isOnlyForClients(options.mainClass(words));
        boolean standalone = master.trim().startsWith("spark://")
                && mode.toLowerCase(Locale.ROOT).equals("cluster");
        boolean verbose = isVerbose(options, ofSubmitter);
        String why = !printed.isEmpty() ? printed : standalone ? Reasons.STANDALONE : verbose ? Reasons.VERBOSE : "";
        return new Submission(redactsAfter, manager, file ? Mode.CLIENT_UNLESS_FILE : modeOf(mode, manager), why);
    }

    private static boolean isVerbose(SubmitOptions.Reading options, List<String> words) {
        return IntStream.range(0, words.size())
                .filter(word -> VERBOSE.contains(words.get(word)))
                .anyMatch(word -> options.settingIn(word).isEmpty());
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
