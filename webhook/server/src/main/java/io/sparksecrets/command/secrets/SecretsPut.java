package io.sparksecrets.command.secrets;

import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.command.line.SecretKeys;
import io.sparksecrets.command.line.StoreOption;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.adapter.StoreOpener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "put",
        description = {
            "Write a secret, as a new version where it exists.",
            "",
            "The value is piped in, comes from a file, or is typed without being shown. It is never an argument, because every user"
                    + " of a host sees the arguments of a process, and the shell keeps them in its history.",
            "",
            "From standard input, one newline at the end is dropped, as echo and most tools add one; that of a file is kept. A byte order"
                    + " mark at the beginning, which Windows PowerShell puts there, is dropped from both."
        },
        sortOptions = false,
        usageHelpAutoWidth = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  spark-secrets secrets put DB_PASSWORD",
            "  pass show db | spark-secrets secrets put team/db/PASSWORD",
            "  spark-secrets secrets put TLS_KEY --from-file key.pem"
        })
public final class SecretsPut implements Callable<Integer> {

    /** The answer to an argument nobody expected, which most likely is the value. */
    public static final String NO_ARGUMENT = """
            a value is never an argument: other users see it in the process list, and the shell keeps it in its history
            pipe it in, use --from-file, or leave it out to be asked for it; if what you typed is in use, change it
            """;

    private final ConfigurationOptions configuration;
    private final StoreOpener stores;
    private final ValueInput input;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final StoreOption storeOption = new StoreOption();

    @Parameters(index = "0", paramLabel = "KEY", description = "Its path, such as DB_PASSWORD or team/db/PASSWORD.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String key;

    @Parameters(index = "1..*", hidden = true)
    private List<String> misplaced = List.of();

    @Option(names = "--from-file", paramLabel = "FILE", description = "Take the value from a file (UTF-8 text).")
    private @Nullable Path file;

    @Mixin
    private final EdgeOptions edges = new EdgeOptions();

    @Option(names = "--allow-empty", description = "Store an empty value, which otherwise is taken for a mistake.")
    private boolean allowEmpty;

    @Option(
            names = "--expect-version",
            paramLabel = "N",
            description = "Write only if N is the newest version; 0 for a secret that must not exist yet.")
    private @Nullable Long expectedVersion;

    SecretsPut(ConfigurationOptions configuration, StoreOpener stores, ValueInput input) {
        this.configuration = configuration;
        this.stores = stores;
        this.input = input;
    }

    @Override
    public Integer call() throws ConfigurationException {
        if (!misplaced.isEmpty()) {
            throw CommandFailure.badInput(NO_ARGUMENT);
        }
        String path = SecretKeys.require(key);
        if (expectedVersion != null && expectedVersion < 0) {
            throw CommandFailure.badInput(
                    "--expect-version takes a version from 1, or 0 for a secret that must not exist yet");
        }
        edges.check();
        Configuration read = configuration.read();
        StoreConfiguration where = storeOption.in(read);
        List<String> notes = new ArrayList<>();
        SecretValue value =
                edges.valueOf(file != null ? input.fromFile(file) : input.fromStandardInput(path), notes::add);
        if (value.sizeInBytes() == 0 && !allowEmpty) {
            throw CommandFailure.badInput(
                    "the value is empty, so nothing was stored; add --allow-empty if it is meant to be");
        }
        write(where, read, path, value);
        PrintWriter err = spec.commandLine().getErr();
        notes.forEach(note -> err.println("note: " + note));
        err.flush();
        return 0;
    }

    private void write(StoreConfiguration where, Configuration within, String path, SecretValue value) {
        OptionalLong expected = expectedVersion == null ? OptionalLong.empty() : OptionalLong.of(expectedVersion);
        try (SecretStore store = stores.open(where, within.cluster())) {
            SecretMetadata written = store.write(path, value, expected, System.getProperty("user.name", ""));
            PrintWriter out = spec.commandLine().getOut();
            String version = written.version() > 0 ? ", version " + written.version() : "";
            out.println("Stored " + path + version + ". Jobs refer to it as '" + reference(where, within, path) + "'.");
        }
    }

    private static Reference reference(StoreConfiguration where, Configuration within, String path) {
        return within.stores().isDefault(where)
                ? Reference.to(path)
                : new Reference(where.name(), path, null, null, null);
    }
}
