package io.sparksecrets.command.certs;

import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.kubernetes.ClusterConfig;
import java.util.Map;
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
    public static CommandLine create(ClusterConfig clusters, Map<String, String> environment) {
        CommandLine certs = new CommandLine(new CertsCommand());
        ConfigurationOptions options = new ConfigurationOptions(environment, clusters);
        CommandLine show = new CommandLine(new CertsShow(options, clusters));
        options.addTo(show.getCommandSpec(), Settings.ofCertificates());
        certs.addSubcommand(show);
        ConfigurationOptions rotationOptions = new ConfigurationOptions(environment, clusters);
        CommandLine rotate = new CommandLine(new CertsRotate(rotationOptions, clusters));
        rotationOptions.addTo(rotate.getCommandSpec(), Settings.ofRotation());
        certs.addSubcommand(rotate);
        return certs;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
