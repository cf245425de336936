package io.sparksecrets.command.keys;

import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.command.line.StoreOption;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.store.adapter.KeysOpener;
import io.sparksecrets.store.database.DatabaseKeys;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "rotate",
        description = {
            "Add a new key to the keyset and encrypt all values again with it, while the webhook goes on.",
            "",
            "Replicas take the new keyset when they meet a value that was encrypted with the new key. The old keys stay until they"
                    + " are pruned. When it is interrupted, \"keys reencrypt\" does the rest."
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
final class KeysRotate implements Callable<Integer> {

    private final ConfigurationOptions configuration;
    private final KeysOpener opener;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final StoreOption storeOption = new StoreOption();

    @Option(
            names = "--wait-seconds",
            paramLabel = "SECONDS",
            description =
                    "How long replicas have to see the new key before values are encrypted with it. Default: 0. A file that is"
                            + " mounted from a Kubernetes Secret needs 120.")
    private int waitSeconds;

    @Option(
            names = "--prune",
            description = "In the end, remove the keys that encrypt nothing any more, as \"keys prune\" does.")
    private boolean prune;

    KeysRotate(ConfigurationOptions configuration, KeysOpener opener) {
        this.configuration = configuration;
        this.opener = opener;
    }

    @Override
    public Integer call() throws ConfigurationException {
        if (waitSeconds < 0) {
            throw CommandFailure.badInput("--wait-seconds takes 0 or more");
        }
        PrintWriter out = spec.commandLine().getOut();
        Configuration read = configuration.read();
        try (DatabaseKeys keys = opener.open(storeOption.in(read), read.cluster())) {
            long id = keys.add();
            out.println("Added key " + id + " to " + keys.place() + ".");
            out.flush();
            await(Duration.ofSeconds(waitSeconds));
            keys.makePrimary(id);
            out.println("Values are encrypted with key " + id + " from now on.");
            out.flush();
            int exitCode = new ReencryptionReport(spec.commandLine()).run(keys);
            if (prune && exitCode == 0) {
                KeysPrune.prune(keys, out);
            }
            return exitCode;
        }
    }

    private static void await(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed(
                    "interrupted; the new key is in the keyset, and nothing is encrypted with it yet");
        }
    }
}
