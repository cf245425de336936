package io.sparksecrets.command.secrets;

import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.command.line.Prompt;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.store.adapter.StoreOpener;
import java.io.InputStream;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands that manage the secrets of a configured store. None of them shows a value. */
@Command(
        name = "secrets",
        description = "Write, list and delete secrets. A value can be written and never read.",
        synopsisSubcommandLabel = "COMMAND")
public final class SecretsCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private SecretsCommand() {}

    /**
     * The commands, ready to be added to the others.
     *
     * @param environment the variables of the process
     */
    public static CommandLine create(
            StoreOpener stores,
            ClusterConfig clusters,
            InputStream standardInput,
            Prompt prompt,
            Map<String, String> environment) {
        CommandLine secrets = new CommandLine(new SecretsCommand());
        ConfigurationOptions put = new ConfigurationOptions(environment, clusters);
        add(secrets, new SecretsPut(put, stores, new ValueInput(standardInput, prompt)), put);
        ConfigurationOptions list = new ConfigurationOptions(environment, clusters);
        add(secrets, new SecretsList(list, stores), list);
        ConfigurationOptions delete = new ConfigurationOptions(environment, clusters);
        add(secrets, new SecretsDelete(delete, stores, prompt), delete);
        return secrets;
    }

    private static void add(CommandLine secrets, Object command, ConfigurationOptions options) {
        CommandLine added = new CommandLine(command);
        options.addTo(added.getCommandSpec(), Settings.ofStores());
        secrets.addSubcommand(added);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
