package io.sparksecrets.pod.script;

import io.sparksecrets.program.CommandWords;
import io.sparksecrets.shell.ScriptCommand;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that a script runs and that it may have written itself, named by literally the same word. */
final class RunFiles {

    private final Set<String> run;

    RunFiles(List<ScriptCommand> commands) {
        Set<String> written = commands.stream().flatMap(RunFiles::writtenBy).collect(Collectors.toSet());
        this.run = written.isEmpty()
                ? Set.of()
                : commands.stream()
                        .flatMap(command ->
                                CommandWords.filesRun(
                                        command.words(), command.redirections().read())
                                        .stream())
                        .map(RunFiles::name)
                        .filter(written::contains)
                        .collect(Collectors.toSet());
    }

    /** One of them that a command writes. */
    Optional<String> writtenTo(ScriptCommand command) {
        return run.isEmpty()
                ? Optional.empty()
                : writtenBy(command).filter(run::contains).findFirst();
    }

    private static Stream<String> writtenBy(ScriptCommand command) {
        List<String> words = command.words();
        int tee = words.indexOf("tee");
        List<String> copies = tee < 0 ? List.of() : words.subList(tee + 1, words.size());
        return Stream.concat(command.redirections().written().stream(), copies.stream())
                .map(RunFiles::name);
    }

    private static String name(String word) {
        return word.startsWith("./") ? word.substring(2) : word;
    }
}
