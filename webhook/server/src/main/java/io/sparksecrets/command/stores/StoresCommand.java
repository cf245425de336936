package io.sparksecrets.command.stores;

import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.store.adapter.StoreOpener;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands about the configured stores themselves. None of them shows a value or a credential. */
@Command(
        name = "stores",
        description = "List the configured stores, and test whether they can be reached and used.",
        synopsisSubcommandLabel = "COMMAND")
public final class StoresCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private StoresCommand() {}

    /**
     * The commands, ready to be added to the others.
     *
     * @param environment the variables of the process
     */
    public static CommandLine create(StoreOpener opener, ClusterConfig clusters, Map<String, String> environment) {
        CommandLine stores = new CommandLine(new StoresCommand());
        ConfigurationOptions list = new ConfigurationOptions(environment, clusters);
        add(stores, new StoresList(list), list);
        ConfigurationOptions test = new ConfigurationOptions(environment, clusters);
        add(stores, new StoresTest(test, opener, clusters), test);
        return stores;
    }

    private static void add(CommandLine stores, Object command, ConfigurationOptions options) {
        CommandLine added = new CommandLine(command);
        options.addTo(added.getCommandSpec(), Settings.ofStores());
        stores.addSubcommand(added);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
