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
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.transfer.StoreCopy;
import io.sparksecrets.transfer.TransferOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Copies secrets from one configured store to another. */
@Command(
        name = "copy",
        description = {
            "Copy secrets from one configured store to another: the newest version of each, without the older ones. Values are not"
                    + " shown, and nothing is deleted.",
            "",
            "Each secret is read back after it was written. What is there already with the same value is skipped, so the same command"
                    + " goes on with a copy that was interrupted. Where another value is there, that is a conflict: it is left as it"
                    + " is and shown in the end.",
            "",
            "A secret of a Vault with other fields than \"value\" becomes a JSON object of them, whose members '${secrets.KEY#field}'"
                    + " reads as before. Into another Vault it is not copied.",
            "",
            "Ends with 1 when there was a conflict or a secret failed."
        },
        sortOptions = false,
        usageHelpAutoWidth = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  spark-secrets copy --from database --to vault --dry-run",
            "  spark-secrets copy --from database --to vault --folder team/db"
        })
public final class CopyCommand implements Callable<Integer> {

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

    @Option(names = "--to", required = true, paramLabel = "STORE", description = "The store to write.")
    private String to = "";

    @Mixin
    private final FolderOption folder = new FolderOption();

    @Mixin
    private final WriteOptions writing = new WriteOptions();

    private CopyCommand(ConfigurationOptions configuration, StoreOpener stores, Prompt prompt) {
        this.configuration = configuration;
        this.stores = stores;
        this.prompt = prompt;
    }

    /** The command, ready to be added to the others. */
    public static CommandLine create(CommandContext context) {
        return context.command(
                Settings.ofStores(), options -> new CopyCommand(options, context.stores(), context.prompt()));
    }

    @Override
    public Integer call() throws ConfigurationException {
        String path = folder.path();
        Configuration read = configuration.read();
        StoreConfiguration source = StoreOption.named(from, read);
        StoreConfiguration target = StoreOption.named(to, read);
        if (source.equals(target)) {
            throw CommandFailure.badInput("--from and --to are the same store; name two");
        }
        TransferOptions options = writing.into(target);
        TransferReport report = new TransferReport(spec.commandLine(), prompt.canAsk(), writing.isDryRun());
        try (SecretStore reading = StoreOption.open(stores, source, read);
                SecretStore written = StoreOption.open(stores, target, read)) {
            copy(reading, written, path, options, report);
        }
        report.requireSome(path, "the store \"%s\"".formatted(source.name()));
        return report.end("From %s to %s".formatted(source.name(), target.name()));
    }

    private static void copy(
            SecretStore reading, SecretStore written, String folder, TransferOptions options, TransferReport report) {
        try {
            StoreCopy.copy(reading, written, folder, options, System.getProperty("user.name", ""), report);
        } catch (StoreException e) {
            throw report.stopped(e);
        }
    }
}
