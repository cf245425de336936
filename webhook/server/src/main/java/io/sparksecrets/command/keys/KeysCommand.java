package io.sparksecrets.command.keys;

import io.sparksecrets.command.line.CommandContext;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.store.adapter.KeysOpener;
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

    /** The commands, ready to be added to the others. */
    public static CommandLine create(CommandContext context, KeysOpener opener) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(new CommandLine(new KeysCreate()))
                .addSubcommand(context.command(Settings.ofStores(), options -> new KeysShow(options, opener)))
                .addSubcommand(context.command(Settings.ofStores(), options -> new KeysRotate(options, opener)))
                .addSubcommand(context.command(Settings.ofStores(), options -> new KeysReencrypt(options, opener)))
                .addSubcommand(context.command(Settings.ofStores(), options -> new KeysPrune(options, opener)));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
