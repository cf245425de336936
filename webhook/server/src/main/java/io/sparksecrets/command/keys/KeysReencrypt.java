package io.sparksecrets.command.keys;

import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.command.line.StoreOption;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.store.adapter.KeysOpener;
import io.sparksecrets.store.database.DatabaseKeys;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "reencrypt",
        description =
                "Encrypt with the primary key what other keys encrypted; the rest of a rotation that was interrupted.",
        sortOptions = false,
        usageHelpAutoWidth = true)
final class KeysReencrypt implements Callable<Integer> {

    private final ConfigurationOptions configuration;
    private final KeysOpener opener;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final StoreOption storeOption = new StoreOption();

    KeysReencrypt(ConfigurationOptions configuration, KeysOpener opener) {
        this.configuration = configuration;
        this.opener = opener;
    }

    @Override
    public Integer call() throws ConfigurationException {
        Configuration read = configuration.read();
        try (DatabaseKeys keys = opener.open(storeOption.in(read), read.cluster())) {
            return new ReencryptionReport(spec.commandLine()).run(keys);
        }
    }
}
