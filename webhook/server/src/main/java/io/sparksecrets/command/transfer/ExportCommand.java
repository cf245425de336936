package io.sparksecrets.command.transfer;

import io.sparksecrets.command.line.CommandContext;
import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.command.line.FolderOption;
import io.sparksecrets.command.line.Prompt;
import io.sparksecrets.command.line.StoreOption;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.passphrase.EncryptedFileReader;
import io.sparksecrets.passphrase.EncryptedFileWriter;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.text.Printable;
import io.sparksecrets.transfer.StoreExport;
import io.sparksecrets.transfer.StoreImport;
import io.sparksecrets.transfer.TransferResult.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the secrets of a store to an encrypted file. */
@Command(
        name = "export",
        description = {
            "Write the secrets of a store to an encrypted file, from which \"import\" restores them into a store of any type. It has the"
                    + " newest version of each secret, without the older ones.",
            "",
            "The file is encrypted with a passphrase (Argon2id, AES-256-GCM) and readable by its owner only. It is read back before it"
                    + " gets its name. Keep it and its passphrase apart; without the passphrase nobody can read it.",
            "",
            "When a secret cannot be read, that is shown, no file is written, and it ends with 1."
        },
        sortOptions = false,
        usageHelpAutoWidth = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  spark-secrets export --from database --file secrets.export",
            "  spark-secrets export --from vault --folder team/db --file db.export --passphrase-file /run/passphrase"
        })
public final class ExportCommand implements Callable<Integer> {

    private final ConfigurationOptions configuration;
    private final StoreOpener stores;
    private final Prompt prompt;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "STORE",
            description = "The store to read. \"stores list\" shows the names; the default store goes by its type.")
    private String from = "";

    @Option(names = "--file", required = true, paramLabel = "FILE", description = "The file to write.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Mixin
    private final FolderOption folder = new FolderOption();

    @Option(names = "--overwrite", description = "Replace the file if it exists.")
    private boolean overwrite;

    @Option(names = "--incomplete", description = "Write the file even without secrets that cannot be read.")
    private boolean incomplete;

    @Mixin
    private final PassphraseOption passphraseOption;

    private ExportCommand(
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
                options -> new ExportCommand(
                        options,
                        context.stores(),
                        context.prompt(),
                        new PassphraseOption(context.prompt(), context.environment())));
    }

    @Override
    public Integer call() throws ConfigurationException {
        String path = folder.path();
        Configuration read = configuration.read();
        StoreConfiguration source = StoreOption.named(from, read);
        String name = Printable.of(file.toString());
        requirePlace(name);
        SecretValue passphrase = passphraseOption.ofNew(name);
        try (SecretStore store = StoreOption.open(stores, source, read);
                EncryptedFileWriter writer = EncryptedFileWriter.create(file, passphrase)) {
            return export(store, path, writer, name, passphrase);
        } catch (FileAlreadyExistsException e) {
            throw exists(name);
        } catch (IOException e) {
            throw CommandFailure.failed("%s cannot be written (%s)".formatted(name, reason(e)));
        }
    }

    private int export(SecretStore store, String path, EncryptedFileWriter writer, String name, SecretValue passphrase)
            throws IOException {
        TransferReport report = new TransferReport(spec.commandLine(), prompt.canAsk(), false);
        StoreExport.export(store, path, writer.content(), Instant.now(), report);
        writer.finish();
        report.requireSome(path, "the store \"%s\"".formatted(store.name()));
        report.showTable();
        int failed = report.count(Outcome.FAILED);
        if (failed > 0 && !incomplete) {
            throw CommandFailure.failed(
                    "%s was not written: %d of %d secrets cannot be read; --incomplete writes it without them"
                            .formatted(name, failed, report.total()));
        }
        int verified;
        try (EncryptedFileReader written = writer.written(name, passphrase)) {
            verified = StoreImport.verified(written, name, "").count();
        }
        writer.putInPlace(overwrite);
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "From %s to %s: %d exported and read back, %d failed.".formatted(store.name(), name, verified, failed));
        return failed == 0 ? 0 : CommandFailure.FAILED;
    }

    /** Before anybody types a passphrase. */
    private void requirePlace(String name) {
        if (Files.isDirectory(file)) {
            throw CommandFailure.badInput(name + " is a directory; name a file");
        }
        if (!overwrite && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw exists(name);
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw CommandFailure.badInput("%s cannot be written: there is no directory %s"
                    .formatted(name, Printable.of(String.valueOf(directory))));
        }
    }

    private static CommandFailure exists(String name) {
        return CommandFailure.badInput(name + " exists, and was left as it is; --overwrite replaces it");
    }

    /** What the system says, such as that the disk is full; it does not quote what was written. */
    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String said = failure instanceof FileSystemException ofFile ? ofFile.getReason() : failure.getMessage();
        return said == null ? failure.getClass().getSimpleName() : Printable.of(said);
    }
}
