package io.sparksecrets.command.keys;

import io.sparksecrets.store.database.KeysetFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "create",
        description = {
            "Make a keyset with one new key, for a database that is new.",
            "",
            "Whoever has the file can decrypt what is in the database; without it nobody can. Keep a copy in a safe place, apart"
                    + " from the backups of the database."
        },
        sortOptions = false,
        usageHelpAutoWidth = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  spark-secrets keys create keyset.json",
            "  kubectl create secret generic spark-secrets-keyset --from-file keyset.json"
        })
final class KeysCreate implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Where to write it; it must not exist.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Override
    public Integer call() {
        new KeysetFile(file).create();
        spec.commandLine().getOut().println("Wrote a keyset with one new key to " + file + ", readable by you only.");
        return 0;
    }
}
