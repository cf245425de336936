package io.sparksecrets.command.transfer;

import io.sparksecrets.command.line.CommandContext;
import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.command.line.FolderOption;
import io.sparksecrets.command.line.Prompt;
import io.sparksecrets.command.line.StoreOption;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.passphrase.EncryptedFileReader;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.text.Printable;
import io.sparksecrets.transfer.StoreImport;
import io.sparksecrets.transfer.TransferOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the secrets of an encrypted file to a store. */
@Command(
        name = "import",
        description = {
            "Write the secrets of a file that \"export\" made to a store of any type. Values are not shown, and nothing is deleted.",
            "",
            "The whole file is verified first; of one that was altered or cut off nothing is written. Each secret is read back after it"
                    + " was written. What is there already with the same value is skipped, so the same command goes on with an"
                    + " import that was interrupted. Where another value is there, that is a conflict: it is left as it is and"
                    + " shown in the end.",
            "",
            "Ends with 1 when there was a conflict or a secret failed."
        },
        sortOptions = false,
        usageHelpAutoWidth = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  spark-secrets import --to database --file secrets.export --dry-run",
            "  spark-secrets import --to vault --file secrets.export --folder team/db"
        })
public final class ImportCommand implements Callable<Integer> {

    private final ConfigurationOptions configuration;
    private final StoreOpener stores;
    private final Prompt prompt;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "STORE",
            description = "The store to write. \"stores list\" shows the names; the default store goes by its type.")
    private String to = "";

    @Option(names = "--file", required = true, paramLabel = "FILE", description = "The file to read.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Mixin
    private final FolderOption folder = new FolderOption();

    @Mixin
    private final WriteOptions writing = new WriteOptions();

    @Mixin
    private final PassphraseOption passphraseOption;

    private ImportCommand(
            ConfigurationOptions configuration, StoreOpener stores, Prompt prompt, PassphraseOption passphraseOption) {
        this.configuration = configuration;
        this.stores = stores;
        this.prompt = prompt;
        this.passphraseOption = passphraseOption;
    }

    /** The command, ready to be added to the others. */
    public static CommandLine create(CommandContext context) {
        return context.command(
                Settings.ofStores(),
                options -> new ImportCommand(
                        options,
                        context.stores(),
                        context.prompt(),
                        new PassphraseOption(context.prompt(), context.environment())));
    }

    @Override
    public Integer call() throws ConfigurationException {
        String path = folder.path();
        Configuration read = configuration.read();
        StoreConfiguration target = StoreOption.named(to, read);
        String name = Printable.of(file.toString());
        TransferReport report = new TransferReport(spec.commandLine(), prompt.canAsk(), writing.isDryRun());
        TransferOptions options = writing.into(target);
        try (EncryptedFileReader reader =
                EncryptedFileReader.open(file, name, () -> passphraseOption.ofExisting(name))) {
            StoreImport secrets = StoreImport.verified(reader, name, path);
            try (SecretStore store = StoreOption.open(stores, target, read)) {
                write(secrets, store, options, report);
            }
        }
        report.requireSome(path, name);
        return report.end("From %s to %s".formatted(name, target.name()));
    }

    private static void write(StoreImport secrets, SecretStore store, TransferOptions options, TransferReport report) {
        try {
            secrets.into(store, options, System.getProperty("user.name", ""), report);
        } catch (StoreException e) {
            throw report.stopped(e);
        }
    }
}
