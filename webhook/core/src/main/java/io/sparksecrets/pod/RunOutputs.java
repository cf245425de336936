package io.sparksecrets.pod;

import io.sparksecrets.program.CommandWords;
import io.sparksecrets.program.WordUse;
import io.sparksecrets.shell.Feed;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parts of a script whose output a command reads that would run it, as in {@code echo … | sh}. */
final class RunOutputs {

    private record Run(int to, WordUse.Refused use) {}

    /** By the places where they begin. */
    private final TreeMap<Integer, Run> runs = new TreeMap<>();

    RunOutputs(List<Feed> feeds) {
        Run longest = null;
        for (Feed feed :
                feeds.stream().sorted(Comparator.comparingInt(Feed::from)).toList()) {
            WordUse use = CommandWords.useOfOutput(feed.reader().words());
            if (use instanceof WordUse.Refused refused && (longest == null || longest.to() < feed.to())) {
                longest = new Run(feed.to(), refused);
                runs.put(feed.from(), longest);
            }
        }
    }

    /** Why what stands at a place would be run; empty where it would not. */
    Optional<WordUse> at(int place) {
        return Optional.ofNullable(runs.floorEntry(place))
                .map(Map.Entry::getValue)
                .filter(one -> place < one.to())
                .map(Run::use);
    }
}
