package io.sparksecrets.conf;

import java.util.regex.Pattern;

/** Options of the java command whose value a shell runs, or names code that the JVM loads. */
public final class JvmCodeOptions {

    private static final Pattern RUNS_VALUE = Pattern.compile("-XX:On(?:OutOfMemory)?Error=.*", Pattern.DOTALL);

    /** The options of an agent, behind the equals sign, are for the agent to read. */
    private static final Pattern NAMES_CODE =
            Pattern.compile("-(?:javaagent|agentlib|agentpath):[^=]*|-XX:(?:Flags|VMOptionsFile)=.*", Pattern.DOTALL);

    private JvmCodeOptions() {}

    /**
     * Whether a value can be no part of an option.
     *
     * @param beginning of the option, up to the value
     */
    public static boolean takesCode(String beginning) {
        return RUNS_VALUE.matcher(beginning).matches()
                || NAMES_CODE.matcher(beginning).matches();
    }

    /** Whether a whole option, with its values, is one that runs something. */
    public static boolean isCode(String option) {
        return RUNS_VALUE.matcher(option).matches()
                || option.startsWith("-javaagent:")
                || option.startsWith("-agent")
                || NAMES_CODE.matcher(option).matches();
    }
}
