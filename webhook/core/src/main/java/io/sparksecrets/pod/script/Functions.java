package io.sparksecrets.pod.script;

import io.sparksecrets.program.CommandWords;
import io.sparksecrets.program.WordUse;
import io.sparksecrets.shell.ScriptCommand;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The functions of a script, by its text: which of its commands stand in which of them is not looked at. */
final class Functions {

    private static final Pattern DEFINED =
            Pattern.compile("(?<![\\w.:-])([\\w.:-]{1,100})[ \\t]{0,9}\\([ \\t]*\\)|\\bfunction[ \\t]+([\\w.:-]+)");

    private final Set<String> names;
    private final WordUse useOfInput;

    private Functions(Set<String> names, WordUse useOfInput) {
        this.names = names;
        this.useOfInput = useOfInput;
    }

    static Functions of(String script, List<ScriptCommand> commands) {
        Set<String> names = new HashSet<>();
        Matcher matcher = DEFINED.matcher(script);
        while (matcher.find()) {
            names.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        WordUse use = names.isEmpty()
                ? new WordUse.Data()
                : commands.stream()
                        .map(command -> CommandWords.useOfOutput(command.words()))
                        .filter(WordUse.Refused.class::isInstance)
                        .findFirst()
                        .orElseGet(WordUse.Data::new);
        return new Functions(names, use);
    }

    boolean areCalledBy(ScriptCommand command) {
        return command.words().stream().anyMatch(names::contains);
    }

    /** What becomes of a reference in what one of them reads. */
    WordUse useOfInput() {
        return useOfInput;
    }
}
