package io.sparksecrets.pod;

import io.sparksecrets.program.CommandWords;
import io.sparksecrets.program.WordUse;
import io.sparksecrets.shell.Feed;
import io.sparksecrets.shell.ScriptCommand;
import io.sparksecrets.shell.ScriptReading;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parts of a script whose output a command reads that would run it, as in {@code echo … | sh}. */
final class RunOutputs {

    private record Run(int to, WordUse.Refused use) {}

    /** By the places where they begin. */
    private final TreeMap<Integer, Run> runs = new TreeMap<>();

    RunOutputs(String script, ScriptReading reading) {
        Functions functions = Functions.of(script, reading.commands());
        Map<Feed, WordUse.Refused> refused = new IdentityHashMap<>();
        for (Feed feed : reading.feeds().reversed()) {
            Optional.ofNullable(refused.get(feed))
                    .or(() -> refusal(feed.readers(), functions))
                    .ifPresent(use -> {
                        refused.put(feed, use);
                        if (feed.outer() != null) {
                            refused.put(feed.outer(), use);
                        }
                    });
        }
        Run longest = null;
        for (Map.Entry<Feed, WordUse.Refused> entry : refused.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> entry.getKey().from()))
                .toList()) {
            Feed feed = entry.getKey();
            if (longest == null || longest.to() < feed.to()) {
                longest = new Run(feed.to(), entry.getValue());
                runs.put(feed.from(), longest);
            }
        }
    }

    private static Optional<WordUse.Refused> refusal(List<ScriptCommand> readers, Functions functions) {
        return readers.stream()
                .map(reader -> functions.areCalledBy(reader)
                        ? functions.useOfInput()
                        : CommandWords.useOfOutput(reader.words()))
                .filter(WordUse.Refused.class::isInstance)
                .map(WordUse.Refused.class::cast)
                .findFirst();
    }

    /** Why what stands at a place would be run; empty where it would not. */
    Optional<WordUse> at(int place) {
        return Optional.ofNullable(runs.floorEntry(place))
                .map(Map.Entry::getValue)
                .filter(one -> place < one.to())
                .map(Run::use);
    }
}
