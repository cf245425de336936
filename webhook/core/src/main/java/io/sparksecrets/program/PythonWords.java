package io.sparksecrets.program;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of {@code python}: its options, then code, a module or a file, then what that gets. */
final class PythonWords {

    private static final Set<String> VALUED = Set.of("-W", "-X", "--check-hash-based-pycs");
    private static final Pattern CODE = Pattern.compile("-[A-Za-z]*c.*", Pattern.DOTALL);
    private static final Pattern MODULE = Pattern.compile("-[A-Za-z]*m.*", Pattern.DOTALL);

    /** Modules that run what their words hold. */
    private static final Set<String> RUN_WORDS =
            Set.of("timeit", "IPython", "ptpython", "pyperf", "cProfile", "profile", "pdb");

    private PythonWords() {}

    static void read(List<String> words, int python, WordUses uses) {
        String name = Programs.name(words.get(python));
        int at = python + 1;
        while (at < words.size()
                && words.get(at).startsWith("-")
                && !words.get(at).equals("-")) {
            String option = words.get(at);
            boolean ownWord = option.length() == 2 || option.matches("-[A-Za-z]+[cm]");
            if (!option.startsWith("--") && CODE.matcher(option).matches()) {
                int code = ownWord ? at + 1 : at;
                if (code < words.size()) {
                    uses.set(code, new WordUse.Refused(Reasons.code(name)));
                }
                uses.dataFrom(code + 1);
                return;
            }
            if (!option.startsWith("--") && MODULE.matcher(option).matches()) {
                module(words, ownWord ? at + 1 : at, uses);
                return;
            }
            at += VALUED.contains(option) ? 2 : 1;
        }
        if (at < words.size()) {
            uses.set(at, new WordUse.Refused(Reasons.PROGRAM));
        }
        uses.dataFrom(at + 1);
    }

    private static void module(List<String> words, int at, WordUses uses) {
        if (at < words.size()) {
            String module = words.get(at).replaceFirst("^-[A-Za-z]*m", "");
            if (RUN_WORDS.contains(module)) {
                uses.refuseFrom(at + 1, Reasons.runs("python -m " + module));
            }
        }
        uses.dataFrom(at + 1);
    }
}
