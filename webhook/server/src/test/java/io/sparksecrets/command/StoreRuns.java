package io.sparksecrets.command;

import io.sparksecrets.command.stores.StoresCommand;
import io.sparksecrets.store.adapter.StoreAdapters;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the test of stores as the program does, with real adapters. */
public final class StoreRuns {

    private StoreRuns() {}

    public static CommandRun run(Path config, String... options) {
        String[] arguments = Stream.concat(
                        Stream.of("stores", "test", "--config", config.toString()), Stream.of(options))
                .toArray(String[]::new);
        return CommandRun.of(
                StoresCommand.create(new Surroundings()
                        .stores(new StoreAdapters(access -> Optional.empty()))
                        .context()),
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
