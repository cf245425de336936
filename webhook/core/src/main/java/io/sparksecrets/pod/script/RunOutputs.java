package io.sparksecrets.pod.script;

import io.sparksecrets.program.CommandWords;
import io.sparksecrets.program.WordUse;
import io.sparksecrets.shell.Feed;
import io.sparksecrets.shell.ScriptCommand;
import io.sparksecrets.shell.ScriptReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parts of a script whose output is run: a command reads it that does so, as in {@code echo … | sh}, or the script runs the file
 * to which it writes it.
 */
final class RunOutputs {

    private record Run(int from, int to, WordUse.Refused use) {}

    private final Functions functions;
    private final RunFiles files;
    /** By the places where they begin. */
    private final TreeMap<Integer, Run> runs = new TreeMap<>();

    RunOutputs(String script, ScriptReading reading) {
        this.functions = Functions.of(script, reading.commands());
        this.files = new RunFiles(reading.commands());
        put(written(reading.commands()));
        List<Run> all = new ArrayList<>(runs.values());
        all.addAll(read(reading.feeds()));
        runs.clear();
        put(all);
    }

    /** Of those that begin before a place, the one counts that reaches furthest. */
    private void put(List<Run> found) {
        int reached = -1;
        for (Run run : found.stream().sorted(Comparator.comparingInt(Run::from)).toList()) {
            if (reached < run.to()) {
                reached = run.to();
                runs.put(run.from(), run);
            }
        }
    }

    private List<Run> written(List<ScriptCommand> commands) {
        List<Run> written = new ArrayList<>();
        for (ScriptCommand command : commands) {
            if (!CommandWords.keepToThemselves(command.words())) {
                files.writtenTo(command)
                        .ifPresent(file -> written.add(new Run(
                                command.redirections().start(),
                                command.redirections().end(),
                                CommandWords.refusedInFile(file))));
            }
        }
        return written;
    }

    private List<Run> read(List<Feed> feeds) {
        IdentityHashMap<Feed, WordUse.Refused> refused = new IdentityHashMap<>();
        for (Feed feed : feeds.reversed()) {
            Optional.ofNullable(refused.get(feed))
                    .or(() -> refusal(feed.readers()))
                    .ifPresent(use -> {
                        refused.put(feed, use);
                        if (feed.outer() != null) {
                            refused.put(feed.outer(), use);
                        }
                    });
        }
        return refused.entrySet().stream()
                .map(entry -> new Run(entry.getKey().from(), entry.getKey().to(), entry.getValue()))
                .toList();
    }

    private Optional<WordUse.Refused> refusal(List<ScriptCommand> readers) {
        return readers.stream()
                .map(reader -> at(reader.redirections().start()).orElseGet(() -> useOfOutput(reader)))
                .filter(WordUse.Refused.class::isInstance)
                .map(WordUse.Refused.class::cast)
                .findFirst();
    }

    private WordUse useOfOutput(ScriptCommand reader) {
        return functions.areCalledBy(reader) ? functions.useOfInput() : CommandWords.useOfOutput(reader.words());
    }

    /** Why what stands at a place would be run; empty where it would not. */
    Optional<WordUse> at(int place) {
        return Optional.ofNullable(runs.floorEntry(place))
                .map(Map.Entry::getValue)
                .filter(one -> place < one.to())
                .map(Run::use);
    }
}
