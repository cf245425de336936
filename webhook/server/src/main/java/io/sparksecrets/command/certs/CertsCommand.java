package io.sparksecrets.command.certs;

import io.sparksecrets.command.line.CommandContext;
import io.sparksecrets.configuration.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands about the webhook's certificate. None of them shows a key. */
@Command(
        name = "certs",
        description =
                "Show the certificate that is served, and whether the API server trusts it; have its authority changed.",
        synopsisSubcommandLabel = "COMMAND")
public final class CertsCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private CertsCommand() {}

    /** The commands, ready to be added to the others. */
    public static CommandLine create(CommandContext context) {
        return new CommandLine(new CertsCommand())
                .addSubcommand(context.command(
                        Settings.ofCertificates(), options -> new CertsShow(options, context.clusters())))
                .addSubcommand(context.command(
                        Settings.ofRotation(), options -> new CertsRotate(options, context.clusters())));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
