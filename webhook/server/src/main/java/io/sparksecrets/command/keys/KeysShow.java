package io.sparksecrets.command.keys;

import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.command.line.StoreOption;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.store.adapter.KeysOpener;
import io.sparksecrets.store.database.DatabaseKeys;
import io.sparksecrets.text.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "List the keys by their ids, with their status and how many values each encrypts.",
        sortOptions = false,
        usageHelpAutoWidth = true)
final class KeysShow implements Callable<Integer> {

    private final ConfigurationOptions configuration;
    private final KeysOpener opener;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final StoreOption storeOption = new StoreOption();

    KeysShow(ConfigurationOptions configuration, KeysOpener opener) {
        this.configuration = configuration;
        this.opener = opener;
    }

    @Override
    public Integer call() throws ConfigurationException {
        Configuration read = configuration.read();
        try (DatabaseKeys keys = opener.open(storeOption.in(read), read.cluster())) {
            List<DatabaseKeys.Key> found = keys.list();
            TextTable table = new TextTable("ID", "STATUS", "VALUES");
            found.forEach(key -> table.add(
                    Long.toString(key.id()), key.status().name().toLowerCase(Locale.ROOT), Long.toString(key.rows())));
            table.lines().forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().flush();
            spec.commandLine().getOut().println("The keyset is " + keys.place() + ".");
            return found.stream().anyMatch(KeysShow::isLost) ? CommandFailure.FAILED : 0;
        }
    }

    private static boolean isLost(DatabaseKeys.Key key) {
        return key.status() == DatabaseKeys.Status.MISSING
                || (key.status() == DatabaseKeys.Status.DISABLED && key.rows() > 0);
    }
}
