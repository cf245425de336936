package io.sparksecrets.command.keys;

import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.command.line.StoreOption;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.store.adapter.KeysOpener;
import io.sparksecrets.store.database.DatabaseKeys;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "prune",
        description = {
            "Remove the keys that encrypt no value any more, but for the primary one.",
            "",
            "An older backup of the database can then only be read with an older backup of the keyset."
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
final class KeysPrune implements Callable<Integer> {

    private final ConfigurationOptions configuration;
    private final KeysOpener opener;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final StoreOption storeOption = new StoreOption();

    KeysPrune(ConfigurationOptions configuration, KeysOpener opener) {
        this.configuration = configuration;
        this.opener = opener;
    }

    @Override
    public Integer call() throws ConfigurationException {
        Configuration read = configuration.read();
        try (DatabaseKeys keys = opener.open(storeOption.in(read), read.cluster())) {
            prune(keys, spec.commandLine().getOut());
            return 0;
        }
    }

    static void prune(DatabaseKeys keys, PrintWriter out) {
        Set<Long> removed = keys.prune();
        out.println(
                removed.isEmpty()
                        ? "There is no key to remove: besides the primary one, each still encrypts values."
                        : "Removed from " + keys.place() + ": "
                                + removed.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ".");
    }
}
