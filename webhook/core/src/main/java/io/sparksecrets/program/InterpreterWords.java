package io.sparksecrets.program;

import io.sparksecrets.reference.Template;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of programs that people give code in an option, beside other words that are data: interpreters and clients of
 * databases. Short options can be joined, as in {@code perl -lane CODE}.
 */
final class InterpreterWords {

    private static final Pattern LETTER_E = Pattern.compile("-[^-]*e|--eval|--execute|--expression");
    private static final Pattern LETTER_C = Pattern.compile("-[^-]*c|--command");
    private static final Pattern JAVASCRIPT =
            Pattern.compile("-[^-]*[epr]|--eval|--print|--require|--import|--loader|eval");

    /** Options after which code, or a file of code, comes. */
    private static final Map<String, Pattern> CODE_OPTIONS = Map.ofEntries(
            Map.entry("perl", Pattern.compile("-[^-]*[eE]")),
            Map.entry("ruby", Pattern.compile("-[^-]*[er]")),
            Map.entry("node", JAVASCRIPT),
            Map.entry("nodejs", JAVASCRIPT),
            Map.entry("bun", JAVASCRIPT),
            Map.entry("deno", JAVASCRIPT),
            Map.entry("php", Pattern.compile("-[BEFRdfrz]|--run|--process-.*|--file|--define")),
            Map.entry("lua", Pattern.compile("-[el]")),
            Map.entry("Rscript", LETTER_E),
            Map.entry("R", LETTER_E),
            Map.entry("julia", Pattern.compile("-[eELJ]|--eval|--print|--load")),
            Map.entry("groovy", LETTER_E),
            Map.entry("scala", LETTER_E),
            Map.entry("gdb", Pattern.compile("--?(ex|eval-command|iex|x|command)")),
            Map.entry("psql", LETTER_C),
            Map.entry("mysql", LETTER_E),
            Map.entry("mariadb", LETTER_E),
            Map.entry("duckdb", Pattern.compile("-(c|s|cmd|f|init)")),
            Map.entry("beeline", Pattern.compile("-[efi]")));

    /** Take options behind other words too; what an interpreter gets behind its file is the file's own. */
    private static final Set<String> CLIENTS = Set.of("psql", "mysql", "mariadb", "duckdb", "beeline", "gdb");

    private InterpreterWords() {}

    static boolean isInterpreter(String name) {
        return CODE_OPTIONS.containsKey(name);
    }

    static boolean isClient(String name) {
        return CLIENTS.contains(name);
    }

    /** Whether one of the words is an option with code, so that no code is read from the input. */
    static boolean givesCode(String name, List<String> words) {
        Pattern options = CODE_OPTIONS.get(name);
        return options != null
                && words.stream().anyMatch(word -> options.matcher(word).matches());
    }

    static void read(List<String> words, int interpreter, WordUses uses) {
        String name = Programs.name(words.get(interpreter));
        Pattern options = CODE_OPTIONS.get(name);
        for (int at = interpreter + 1; options != null && at < words.size(); at++) {
            String word = words.get(at);
            boolean code =
                    at > interpreter + 1 && options.matcher(words.get(at - 1)).matches();
            if (code && Template.mayHoldReference(word)) {
                uses.set(at, new WordUse.Refused(Reasons.code(name)));
            }
            if (!code && !word.startsWith("-") && !CLIENTS.contains(name)) {
                return;
            }
        }
    }
}
