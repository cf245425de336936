package io.sparksecrets.command.keys;

import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.store.adapter.KeysOpener;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands about the keys that the values of a database are encrypted with. None of them shows a key. */
@Command(
        name = "keys",
        description = "Show, rotate and prune the keys that the values in the database are encrypted with.",
        synopsisSubcommandLabel = "COMMAND")
public final class KeysCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private KeysCommand() {}

    /**
     * The commands, ready to be added to the others.
     *
     * @param environment the variables of the process
     */
    public static CommandLine create(KeysOpener opener, ClusterConfig clusters, Map<String, String> environment) {
        CommandLine keys = new CommandLine(new KeysCommand());
        keys.addSubcommand(new CommandLine(new KeysCreate()));
        ConfigurationOptions show = new ConfigurationOptions(environment, clusters);
        add(keys, new KeysShow(show, opener), show);
        ConfigurationOptions rotate = new ConfigurationOptions(environment, clusters);
        add(keys, new KeysRotate(rotate, opener), rotate);
        ConfigurationOptions reencrypt = new ConfigurationOptions(environment, clusters);
        add(keys, new KeysReencrypt(reencrypt, opener), reencrypt);
        ConfigurationOptions prune = new ConfigurationOptions(environment, clusters);
        add(keys, new KeysPrune(prune, opener), prune);
        return keys;
    }

    private static void add(CommandLine keys, Object command, ConfigurationOptions options) {
        CommandLine added = new CommandLine(command);
        options.addTo(added.getCommandSpec(), Settings.ofStores());
        keys.addSubcommand(added);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
