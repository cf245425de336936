package io.sparksecrets.pod;

import java.util.Optional;
import java.util.Set;

/**
 * A {@code key=value} of the Spark conf on a command line, after {@code --conf} or {@code -c} or behind {@code --conf=}, or the
 * value of {@code --driver-java-options}.
 *
 * @param key the key of the Spark conf
 * @param prefix what stands in the word before the value
 */
record ConfArgument(String key, String prefix) {

    private static final Set<String> CONF_OPTIONS = Set.of("--conf", "-c");
    private static final String CONF_PREFIX = "--conf=";
    private static final String DRIVER_JAVA_OPTIONS = "--driver-java-options";
    private static final String DRIVER_JAVA_OPTIONS_KEY = "spark.driver.extraJavaOptions";

    private static final Set<String> LAUNCHER_OPTION_KEYS =
            Set.of(DRIVER_JAVA_OPTIONS_KEY, "spark.driver.defaultJavaOptions");

    /**
     * Reads a word, or its beginning.
     *
     * @param preceding the word before it; empty where there is none
     */
    static Optional<ConfArgument> of(String preceding, String word) {
        if (preceding.equals(DRIVER_JAVA_OPTIONS)) {
            return Optional.of(new ConfArgument(DRIVER_JAVA_OPTIONS_KEY, ""));
        }
        if (word.startsWith(DRIVER_JAVA_OPTIONS + "=")) {
            return Optional.of(new ConfArgument(DRIVER_JAVA_OPTIONS_KEY, DRIVER_JAVA_OPTIONS + "="));
        }
        int start = word.startsWith(CONF_PREFIX) ? CONF_PREFIX.length() : 0;
        int equals = word.indexOf('=', start);
        // Other programs have an option --conf too.
        boolean isConf =
                (start > 0 || CONF_OPTIONS.contains(preceding)) && word.startsWith("spark.", start) && equals > 0;
        return isConf
                ? Optional.of(new ConfArgument(word.substring(start, equals), word.substring(0, equals + 1)))
                : Optional.empty();
    }

    /** Whether Spark's launcher splits the value into words. */
    boolean isLauncherOptions() {
        return LAUNCHER_OPTION_KEYS.contains(key);
    }
}
