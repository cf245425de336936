package io.sparksecrets.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
        name = "spark-secrets",
        description = {
            "Secrets for Apache Spark on Kubernetes.",
            "",
            "A job says '${secrets.DB_PASSWORD}' in an environment variable or in its Spark conf; the value is there when its"
                    + " pods start, and nowhere else."
        },
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = RootCommand.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done; what was checked is right",
            " 1:a check failed, or something was denied, missing or unavailable",
            " 2:the command line, the configuration or the input is wrong"
        })
final class RootCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    // Not picocli's own two options, whose names are variables that only its interpolation knows.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // for picocli, which acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show which version this is.")
    @SuppressWarnings("UnusedVariable") // for picocli, which acts on it
    private boolean version;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show where in the program an unexpected error came from.")
    private boolean debug;

    boolean isDebug() {
        return debug;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** From the manifest of the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = RootCommand.class.getPackage().getImplementationVersion();
            return List.of("spark-secrets " + (version == null ? "(not from its jar)" : version) + " (Java "
                            + Runtime.version() + ", picocli " + CommandLine.VERSION + ")")
                    .toArray(String[]::new);
        }
    }
}
