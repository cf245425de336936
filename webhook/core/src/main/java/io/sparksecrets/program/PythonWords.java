package io.sparksecrets.program;

import java.util.List;
import java.util.Set;

/** The words of {@code python}: its options, then code, a module or a file, then what that gets. */
final class PythonWords {

    private static final String LONG_VALUED = "--check-hash-based-pycs";

    /** Of short options, which can be joined: the first of these letters takes the rest of the word, or the next word. */
    private static final String VALUED = "WXQcm";

    /** Modules that run what their words hold. */
    private static final Set<String> RUN_WORDS =
            Set.of("timeit", "IPython", "ptpython", "pyperf", "cProfile", "profile", "pdb", "sqlite3");

    private PythonWords() {}

    static void read(List<String> words, int python, WordUses uses) {
        int at = python + 1;
        while (at < words.size()
                && words.get(at).startsWith("-")
                && !words.get(at).equals("-")) {
            String option = words.get(at);
            if (option.equals("--")) {
                at++;
                break;
            }
            int letter = option.startsWith("--") ? -1 : valuedLetter(option);
            boolean valueFollows = letter == option.length() - 1 && letter > 0;
            char valued = letter < 0 ? '-' : option.charAt(letter);
            int value = valueFollows ? at + 1 : at;
            if (valued == 'c') {
                code(words, python, value, uses);
                return;
            }
            if (valued == 'm') {
                module(words, value, valueFollows ? 0 : letter + 1, uses);
                return;
            }
            at += valueFollows || option.equals(LONG_VALUED) ? 2 : 1;
        }
        if (at < words.size()) {
            uses.set(at, new WordUse.Refused(Reasons.PROGRAM));
        }
        uses.dataFrom(at + 1);
    }

    private static int valuedLetter(String option) {
        for (int i = 1; i < option.length(); i++) {
            if (VALUED.indexOf(option.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static void code(List<String> words, int python, int at, WordUses uses) {
        if (at < words.size()) {
            uses.set(at, new WordUse.Refused(Reasons.code(Programs.name(words.get(python)))));
        }
        uses.dataFrom(at + 1);
    }

    private static void module(List<String> words, int at, int start, WordUses uses) {
        if (at < words.size()) {
            String module = words.get(at).substring(start);
            if (RUN_WORDS.contains(module)) {
                uses.refuseFrom(at + 1, Reasons.runs("python -m " + module));
            }
        }
        uses.dataFrom(at + 1);
    }
}
