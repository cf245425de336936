package io.sparksecrets.command.stores;

import io.sparksecrets.command.line.CommandContext;
import io.sparksecrets.configuration.Settings;
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

    /** The commands, ready to be added to the others. */
    public static CommandLine create(CommandContext context) {
        return new CommandLine(new StoresCommand())
                .addSubcommand(context.command(Settings.ofStores(), StoresList::new))
                .addSubcommand(context.command(
                        Settings.ofStores(), options -> new StoresTest(options, context.stores(), context.clusters())));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
