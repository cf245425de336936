package io.sparksecrets.command;

import io.sparksecrets.command.stores.StoresCommand;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.store.adapter.StoreAdapters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the test of stores as the program does, with real adapters. */
public final class StoreRuns {

    private static final ClusterConfig NO_CLUSTER = access -> Optional.empty();

    private StoreRuns() {}

    public static CommandRun run(Path config, String... options) {
        String[] arguments = Stream.concat(
                        Stream.of("stores", "test", "--config", config.toString()), Stream.of(options))
                .toArray(String[]::new);
        return CommandRun.of(
                StoresCommand.create(new StoreAdapters(NO_CLUSTER), NO_CLUSTER, Map.of("HOME", "/home/ann")),
                arguments);
    }

    /** The words of the column RESULT, without its heading. */
    public static List<String> results(CommandRun run) {
        return run.out()
                .lines()
                .map(line -> line.replaceFirst("^(name resolution|[a-zA-Z]+) +(passed|failed|skipped) .*$", "=$2"))
                .filter(line -> line.startsWith("="))
                .map(line -> line.substring(1))
                .toList();
    }
}
