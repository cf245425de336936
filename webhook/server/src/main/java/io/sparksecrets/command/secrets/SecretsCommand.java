package io.sparksecrets.command.secrets;

import io.sparksecrets.command.line.CommandContext;
import io.sparksecrets.configuration.Settings;
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

    /** The commands, ready to be added to the others. */
    public static CommandLine create(CommandContext context) {
        ValueInput input = new ValueInput(context.standardInput(), context.prompt());
        return new CommandLine(new SecretsCommand())
                .addSubcommand(context.command(
                        Settings.ofStores(), options -> new SecretsPut(options, context.stores(), input)))
                .addSubcommand(
                        context.command(Settings.ofStores(), options -> new SecretsList(options, context.stores())))
                .addSubcommand(context.command(
                        Settings.ofStores(),
                        options -> new SecretsDelete(options, context.stores(), context.prompt())));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
