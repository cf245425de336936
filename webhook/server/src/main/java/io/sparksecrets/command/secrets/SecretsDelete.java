package io.sparksecrets.command.secrets;

import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.command.line.Prompt;
import io.sparksecrets.command.line.SecretKeys;
import io.sparksecrets.command.line.StoreOption;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.adapter.StoreOpener;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "delete",
        description = "Delete a secret with all its versions. Jobs that refer to it are refused from then on.",
        sortOptions = false,
        usageHelpAutoWidth = true)
final class SecretsDelete implements Callable<Integer> {

    private final ConfigurationOptions configuration;
    private final StoreOpener stores;
    private final Prompt prompt;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final StoreOption storeOption = new StoreOption();

    @Parameters(paramLabel = "KEY", description = "Its path, such as DB_PASSWORD or team/db/PASSWORD.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String key;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    SecretsDelete(ConfigurationOptions configuration, StoreOpener stores, Prompt prompt) {
        this.configuration = configuration;
        this.stores = stores;
        this.prompt = prompt;
    }

    @Override
    public Integer call() throws ConfigurationException {
        String path = SecretKeys.require(key);
        Configuration read = configuration.read();
        StoreConfiguration where = storeOption.in(read);
        if (!yes && !prompt.canAsk()) {
            throw CommandFailure.badInput("nothing was deleted: there is no terminal to ask on; add --yes");
        }
        if (!yes
                && !prompt.ask("Delete " + path + " with all its versions? [y/N] ")
                        .strip()
                        .matches("(?i)y|yes")) {
            throw CommandFailure.failed("nothing was deleted");
        }
        try (SecretStore store = stores.open(where, read.cluster())) {
            store.delete(path);
        }
        spec.commandLine().getOut().println("Deleted " + path + ".");
        return 0;
    }
}
