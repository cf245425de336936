package io.sparksecrets.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Words that stand for any number of options of spark-submit, as {@code $SUBMIT_OPTS} and {@code "$@"} do. */
final class OptionExpansions {

    private static final Set<String> DECISIVE = Set.of("--deploy-mode", "--master");

    /** By its name; any other variable is taken for the application or a value. */
    private static final Pattern OPTIONS_VARIABLE = Pattern.compile(
            "(?is)\\$[({]?(?:[@*]|\\w*(?:opt|arg|conf|flag|param)\\w*)(?:\\[[@*]])?(?:[:+-].*)?[)}]?|\\$\\(.*\\s.*");

    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\w+|\\{\\w+})");

    /** Takes the place of such a word; an option of spark-submit without a value. */
    private static final String SOME_OPTIONS = "--usage-error";

    private OptionExpansions() {}

    /**
     * The words with an option in the place of each such word.
     *
     * @param anyVariable whether a variable of any name may stand for options
     */
    static List<String> takenOut(List<String> words, boolean anyVariable) {
        List<String> known = new ArrayList<>(words);
        for (int at = 0; at < known.size(); at++) {
            boolean value = at > 0 && DECISIVE.contains(words.get(at - 1));
            boolean options = OPTIONS_VARIABLE.matcher(words.get(at)).matches()
                    || (anyVariable && VARIABLE.matcher(words.get(at)).matches());
            if (!value && options) {
                known.set(at, SOME_OPTIONS);
            }
        }
        return known;
    }

    /** Whether such a word was among them. */
    static boolean areIn(List<String> takenOut) {
        return takenOut.contains(SOME_OPTIONS);
    }
}
