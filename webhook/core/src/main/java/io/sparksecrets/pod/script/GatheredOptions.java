package io.sparksecrets.pod.script;

import io.sparksecrets.program.CommandWords;
import io.sparksecrets.program.Surroundings;
import io.sparksecrets.program.WordUse;
import io.sparksecrets.shell.ScriptCommand;
import io.sparksecrets.shell.ScriptReference;
import io.sparksecrets.shell.ScriptReference.Part;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * References in options of Spark that a script puts into a variable, an array or its own arguments first, as in {@code
 * OPTIONS="--conf spark.a=${secrets.X}"}.
 */
final class GatheredOptions {

    private static final Pattern ASSIGNED = Pattern.compile("([A-Za-z_]\\w*)(?:\\[[^]]{0,50}])?\\+?=");

    private static final Pattern USED = Pattern.compile("\\$\\{?#?([A-Za-z_]\\w*)");

    /** As much of a word as an option and its value before the reference need. */
    private static final int LONGEST_OPTION = 512;

    private final String script;
    private final Surroundings surroundings;
    private final boolean submits;
    private final IdentityHashMap<ScriptCommand, CommandWords> read = new IdentityHashMap<>();

    /** Variables that the script expands. */
    private final Set<String> used;

    /** @param submits whether the script may submit in cluster mode, so that what it gathers stays a reference */
    GatheredOptions(String script, Surroundings surroundings, boolean submits) {
        this.submits = submits;
        this.used = submits ? used(script) : Set.of();
        this.script = script;
        this.surroundings = surroundings;
    }

    /** What becomes of it where it is the value of a conf key that is not filled in. */
    Optional<WordUse> use(ScriptReference found) {
        ScriptCommand command = found.command();
        if (found.word() >= command.words().size()) {
            return Optional.empty();
        }
        if (isForProgramsOnly(found)) {
            return Optional.empty();
        }
        WordUse use = new WordUse.Data();
        if (found.part() == Part.SHELL || command.words().getFirst().equals("set")) {
            use = read.computeIfAbsent(command, one -> CommandWords.ofGathered(one.words(), surroundings))
                    .uses()
                    .get(found.word());
        } else if (ASSIGNED.matcher(command.words().get(found.word())).lookingAt()) {
            use = CommandWords.ofGathered(lastOption(found), surroundings)
                    .uses()
                    .getLast();
        }
        return Optional.of(use)
                .filter(one -> one instanceof WordUse.Kept
                        || one instanceof WordUse.ExecutorVariable
                        || one instanceof WordUse.Refused);
    }

    /** Whether it is in the value of a variable that the script itself uses nowhere. */
    boolean isForProgramsOnly(ScriptReference found) {
        ScriptCommand command = found.command();
        if (!submits
                || found.part() != Part.WORD
                || found.word() >= command.words().size()) {
            return false;
        }
        Matcher assigned = ASSIGNED.matcher(command.words().get(found.word()));
        return assigned.lookingAt()
                && CommandWords.setVariable(command.words(), found.word())
                && !script.contains("${!")
                && !used.contains(assigned.group(1));
    }

    private static Set<String> used(String script) {
        return USED.matcher(script).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    /** The option in whose value the reference stands, and what it stands behind of the value. */
    private List<String> lastOption(ScriptReference found) {
        int word = found.command().starts().get(found.word());
        int from = Math.max(word, found.start() - LONGEST_OPTION);
        String before = script.substring(from, found.start()).replaceAll("[\"'\\\\]", "");
        String assigned = from > word ? before : before.substring(before.indexOf('=') + 1);
        List<String> words = List.of((assigned + found.reference()).strip().split("\\s+"));
        return words.subList(Math.max(0, words.size() - 2), words.size());
    }
}
