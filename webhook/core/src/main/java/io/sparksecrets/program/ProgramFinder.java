package io.sparksecrets.program;

import io.sparksecrets.shell.ShellCommand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the programs that a command line starts, from its first word on: behind assignments, the programs that start other
 * programs, and the one that is started; and has each read its words.
 *
 * <p>Where words may be a command in their turn, as behind {@code sh -c 'exec "$@"' sh} and behind a program that is not known,
 * each name of a known program among them is taken for one: to refuse too much shows at once, to overlook code does not.
 */
final class ProgramFinder {

    /** More names of programs than people write, and a bound on the work. */
    private static final int MAX_PROGRAMS = 50;

    private final List<String> words;
    private final WordUses uses;
    private final CommandFindings findings;
    private final SubmitterWords submitters;
    private final DaemonWords daemons;
    private final JavaWords java;
    private final UnclaimedWords unclaimed;
    private final Set<Integer> read = new HashSet<>();
    /** The shells that are given a file, by the places of the files. */
    private final Map<Integer, Integer> scripts = new HashMap<>();

    /** What follows the scripts of shells: what those call themselves, mostly the name of a shell, which it does not start. */
    private final Set<Integer> named = new HashSet<>();

    /** What comes from here on, a shell may print. */
    private int tracedFrom = Integer.MAX_VALUE;

    private int shellArgumentsFrom = Integer.MAX_VALUE;
    /** From where on words may name further programs. */
    private int nestedFrom = Integer.MAX_VALUE;

    ProgramFinder(List<String> words, Surroundings surroundings) {
        this.words = words;
        this.findings = new CommandFindings(words, surroundings);
        this.uses = findings.uses;
        this.submitters = new SubmitterWords(findings);
        this.daemons = new DaemonWords(findings, submitters);
        this.java = new JavaWords(findings, submitters);
        this.unclaimed = new UnclaimedWords(findings, submitters);
    }

    /** @param unknownImage whether the image's entrypoint, which nobody knows, runs the words */
    CommandWords read(boolean unknownImage) {
        if (unknownImage && !isForSparkImage()) {
            uses.distrust();
        } else {
            refuseNameOfProgram();
        }
        if (unknownImage && !words.isEmpty() && NestedNames.isMereWord(words, 0)) {
            nestedFrom(1);
        } else {
            command(0);
        }
        int programs = 0;
        for (int at = nestedFrom; at < words.size(); at++) {
            if (isKnownProgram(at) && !read.contains(at) && !isMereWord(at)) {
                if (++programs > MAX_PROGRAMS) {
                    uses.refuseFrom(at, Reasons.TOO_MANY);
                    break;
                }
                program(at);
            }
        }
        for (int script : ShellCommand.scriptIndices(words)) {
            uses.set(script, new WordUse.Script());
        }
        unclaimed.read(shellArgumentsFrom);
        return findings.finish(tracedFrom);
    }

    CommandWords readGathered() {
        uses.dataFrom(0);
        unclaimed.read(0);
        return findings.finish(tracedFrom);
    }

    private void refuseNameOfProgram() {
        int at = 0;
        while (at < words.size() && Assignments.isAssignment(words.get(at))) {
            at++;
        }
        if (at < words.size()) {
            uses.set(at, new WordUse.Refused(Reasons.PROGRAM));
        }
    }

    private boolean isForSparkImage() {
        if (words.isEmpty()) {
            return false;
        }
        String name = Programs.name(words.getFirst());
        return Programs.SPARK_ROLES.contains(words.getFirst()) || isOfSpark(name);
    }

    private void command(int from) {
        int at = from;
        boolean behindWrapper = false;
        while (at < words.size()) {
            String word = words.get(at);
            if (Assignments.isAssignment(word)) {
                uses.set(at, Assignments.use(word));
                findings.surroundings = EnvWords.assigned(findings.surroundings, word);
                at++;
                continue;
            }
            if (isEntrypointOfCommand(at)) {
                at++;
                continue;
            }
            Optional<Wrapper> wrapper = Wrapper.named(Programs.name(word));
            if (wrapper.isEmpty()) {
                if (behindWrapper && !uses.isRefused(at)) {
                    uses.set(at, new WordUse.Refused(Reasons.PROGRAM));
                }
                program(at);
                return;
            }
            int next = wrapper.get().commandAfter(words, at);
            Wrappers.readOptions(words, at, next, uses);
            if (Programs.name(word).equals("env")) {
                findings.surroundings = EnvWords.afterOptions(findings.surroundings, words, at, next);
            }
            behindWrapper = true;
            at = next;
        }
    }

    private void program(int at) {
        read.add(at);
        String word = words.get(at);
        String name = Programs.name(word);
        if (Programs.SUBMITTERS.contains(name)) {
            findings.launchedBySpark(at + 1);
            submitters.read(at, at, Programs.MIXED_SUBMITTERS.contains(name));
        } else if (Programs.SUBMITTING_DAEMONS.contains(name)) {
            daemons.readSubmitting(at, scripts.getOrDefault(at, at));
        } else if (Programs.OTHER_DAEMONS.contains(name)) {
            daemons.readOther(at, scripts.getOrDefault(at, at));
        } else if (name.equals(Programs.DAEMON)) {
            daemons.readDaemonScript(at, scripts.getOrDefault(at, at));
        } else if (name.equals(Programs.SPARK_CLASS)) {
            java.readSparkClass(at);
        } else if (name.equals("java")) {
            java.read(at);
        } else if (Programs.isPython(name)) {
            PythonWords.read(words, at, uses);
        } else if (ShellCommand.isShell(word)) {
            shell(at);
        } else if (Programs.runsWords(name)) {
            uses.refuseFrom(at + 1, Reasons.runs(name));
        } else if (InterpreterWords.isInterpreter(name)) {
            InterpreterWords.read(words, at, uses);
            nestedFrom(at + 1);
        } else if (word.equals(Programs.SPARK_ENTRYPOINT)) {
            submitters.readDriver(at + 1);
        } else if (Programs.SPARK_ROLES.contains(word) && at == 0) {
            submitters.readDriver(at);
        } else if (Programs.takesData(name)) {
            uses.dataFrom(at + 1);
            if (Programs.declares(name)) {
                declared(at + 1);
            }
        } else {
            nestedFrom(at + 1);
        }
    }

    /** Spark's own entrypoint starts a driver or an executor, and runs anything else as a command. */
    private boolean isEntrypointOfCommand(int at) {
        return words.get(at).equals(Programs.SPARK_ENTRYPOINT)
                && at + 1 < words.size()
                && !Programs.SPARK_ROLES.contains(words.get(at + 1));
    }

    /** Behind its script or file a shell gets words that the script may run in their turn. */
    private void shell(int at) {
        int operand = ShellCommand.operandOf(words, at);
        boolean isScript = operand < words.size()
                && !ShellCommand.scriptIndices(words.subList(at, operand + 1)).isEmpty();
        if (operand < words.size() && !isScript && !named.contains(at)) {
            uses.set(operand, new WordUse.Refused(Reasons.PROGRAM));
        }
        if (!named.contains(at)) {
            scripts.putIfAbsent(operand, at);
        }
        if (operand < words.size() && isScript) {
            named.add(operand + 1);
        }
        if (operand < words.size() && ShellCommand.isTraced(words, operand)) {
            tracedFrom = Math.min(tracedFrom, operand + 1);
        }
        uses.dataFrom(operand + 1);
        shellArgumentsFrom = Math.min(shellArgumentsFrom, operand + 1);
        nestedFrom(operand);
    }

    private boolean isMereWord(int at) {
        return !scripts.containsKey(at) && !named.contains(at) && NestedNames.isMereWord(words, at);
    }

    private void declared(int from) {
        for (int at = from; at < words.size(); at++) {
            if (Assignments.isAssignment(words.get(at))) {
                uses.set(at, Assignments.use(words.get(at)));
            }
        }
    }

    private void nestedFrom(int at) {
        nestedFrom = Math.min(nestedFrom, at);
    }

    /** Whether a word among others names a program, and is not only a path that ends like one. */
    private boolean isKnownProgram(int at) {
        String word = words.get(at);
        String name = Programs.name(word);
        int folder = word.lastIndexOf('/');
        boolean plain =
                folder < 0 || word.startsWith("bin/", folder - 3) || word.startsWith("./") || scripts.containsKey(at);
        return isOfSpark(name)
                || word.equals(Programs.SPARK_ENTRYPOINT)
                || (plain
                        && (name.equals("java")
                                || Programs.isPython(name)
                                || ShellCommand.isShell(word)
                                || Programs.runsWords(name)
                                || InterpreterWords.isInterpreter(name)));
    }

    private static boolean isOfSpark(String name) {
        return Programs.SUBMITTERS.contains(name)
                || Programs.SUBMITTING_DAEMONS.contains(name)
                || Programs.OTHER_DAEMONS.contains(name)
                || name.equals(Programs.DAEMON)
                || name.equals(Programs.SPARK_CLASS);
    }
}
