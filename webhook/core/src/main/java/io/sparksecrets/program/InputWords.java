package io.sparksecrets.program;

import io.sparksecrets.shell.ShellCommand;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a command runs what it reads: a shell without a script, {@code python3 -}, {@code psql}. */
final class InputWords {

    /** Words that stand for the input where a file is named. */
    private static final Set<String> INPUT = Set.of("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0");

    /** Start a command elsewhere, which gets their input. */
    private static final Set<String> REMOTE = Set.of("kubectl", "oc", "docker", "podman", "nerdctl", "crictl");

    /** Run their words, but filter their input or let it be. */
    private static final Set<String> FILTERS =
            Set.of("awk", "gawk", "mawk", "nawk", "sed", "make", "gmake", "watch", "script", "eval", "expect");

    private static final Set<String> SHELLS_OF_SPARK = Set.of("spark-shell", "spark-sql", "pyspark", "sparkR");

    private static final Pattern CODE_OPTION =
            Pattern.compile("-[^-]*[ecmEprB].*|--(?:eval|command|execute).*", Pattern.DOTALL);

    private InputWords() {}

    /** @param words of a simple command in a script */
    static boolean areRun(List<String> words) {
        int at = programOf(words);
        if (at >= words.size()) {
            return false;
        }
        List<String> rest = words.subList(at + 1, words.size());
        String name = Programs.name(words.get(at));
        if (REMOTE.contains(name) || name.equals("xargs") || name.equals("sudo") || name.equals("ssh")) {
            return namesInterpreter(rest) || (name.equals("ssh") && operands(rest) < 2);
        }
        if (ShellCommand.isShell(words.get(at))) {
            int operand = ShellCommand.operandOf(words, at);
            boolean script = !ShellCommand.scriptIndices(words.subList(at, Math.min(operand + 1, words.size())))
                    .isEmpty();
            return !script && (operand >= words.size() || isInput(words.get(operand)) || reads(words, at, operand));
        }
        if (runsCallback(name, rest)) {
            return true;
        }
        if (name.equals(".") || name.equals("source")) {
            return rest.stream().anyMatch(InputWords::isInput);
        }
        if (InterpreterWords.isClient(name)) {
            return !InterpreterWords.givesCode(name, rest);
        }
        if (Programs.isPython(name) || InterpreterWords.isInterpreter(name)) {
            return isInputOfInterpreter(rest);
        }
        return SHELLS_OF_SPARK.contains(name)
                || (Programs.runsWords(name)
                        && !FILTERS.contains(name)
                        && rest.stream().noneMatch(word -> word.matches("-[a-z]*c|--command.*")));
    }

    /** Whether one of the words names what would run its input in its turn. */
    static boolean namesInterpreter(List<String> words) {
        return words.stream()
                .anyMatch(word -> ShellCommand.isShell(word)
                        || Programs.isPython(Programs.name(word))
                        || InterpreterWords.isInterpreter(Programs.name(word))
                        || Programs.runsWords(Programs.name(word)));
    }

    /** Whether a command is started elsewhere by programs that are otherwise known to take their input for data. */
    static boolean startsInterpreter(List<String> words) {
        String name = Programs.name(words.getFirst());
        List<String> rest = words.subList(1, words.size());
        return (REMOTE.contains(name) && namesInterpreter(rest)) || runsCallback(name, rest);
    }

    /** {@code mapfile -C eval} hands each line to the command that it names. */
    private static boolean runsCallback(String name, List<String> rest) {
        return (name.equals("mapfile") || name.equals("readarray"))
                && rest.stream().anyMatch(word -> word.matches("-[A-Za-z]*C.*"));
    }

    /** The first word that is no assignment, nor starts another program, nor is an option of one that does. */
    static int programOf(List<String> words) {
        int at = 0;
        while (at < words.size()) {
            Optional<Wrapper> wrapper = Wrapper.named(Programs.name(words.get(at)));
            if (Assignments.isAssignment(words.get(at))) {
                at++;
            } else if (wrapper.isPresent()) {
                at = wrapper.get().commandAfter(words, at);
            } else {
                break;
            }
        }
        return at;
    }

    /** {@code sh -s}: what follows are the script's words. */
    private static boolean reads(List<String> words, int shell, int operand) {
        return words.subList(shell, operand).stream().anyMatch(word -> word.matches("-[a-z]*s[a-z]*"));
    }

    private static boolean isInputOfInterpreter(List<String> words) {
        return words.stream().anyMatch(InputWords::isInput)
                || words.stream()
                        .allMatch(word -> word.startsWith("-")
                                && !CODE_OPTION.matcher(word).matches());
    }

    private static int operands(List<String> ofSsh) {
        int operands = 0;
        for (int at = 0; at < ofSsh.size(); at++) {
            String word = ofSsh.get(at);
            at += word.matches("-[A-Za-z]*[bcDEeFIiJLlmOopQRSWw]") ? 1 : 0;
            operands += word.startsWith("-") ? 0 : 1;
        }
        return operands;
    }

    private static boolean isInput(String word) {
        return INPUT.contains(word) || word.startsWith("<(");
    }
}
