package io.sparksecrets.e2e.measurement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Durations of the same thing done in several ways, side by side: the n-th of each way were taken one after another. */
final class Samples {

    private static final double NANOS_PER_MILLI = 1e6;

    private final Map<String, List<Double>> millis = new LinkedHashMap<>();

    /** @param ways in the order of the table; others are compared with the first */
    Samples(List<String> ways) {
        ways.forEach(way -> millis.put(way, new ArrayList<>()));
    }

    void add(String way, Duration taken) {
        Objects.requireNonNull(millis.get(way), way).add(taken.toNanos() / NANOS_PER_MILLI);
    }

    /** A line for each way: its median, least and greatest, and the median of what it took more than the first one. */
    String table() {
        StringBuilder table = new StringBuilder();
        List<Double> base = millis.values().iterator().next();
        millis.forEach((way, all) -> {
            List<Double> more = IntStream.range(0, all.size())
                    .mapToObj(i -> all.get(i) - base.get(i))
                    .toList();
            List<Double> sorted = all.stream().sorted().toList();
            table.append(String.format(
                    Locale.ROOT,
                    "  %-28s median %8.1f ms   least %8.1f   greatest %8.1f   more than the first %+8.1f   (%d)%n",
                    way,
                    median(all),
                    sorted.getFirst(),
                    sorted.getLast(),
                    median(more),
                    all.size()));
        });
        return table.toString();
    }

    private static double median(List<Double> all) {
        List<Double> sorted = all.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
