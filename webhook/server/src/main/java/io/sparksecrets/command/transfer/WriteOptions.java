package io.sparksecrets.command.transfer;

import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.adapter.StoreType;
import io.sparksecrets.transfer.TransferOptions;
import picocli.CommandLine.Option;

/** How secrets are written to a store that they are moved to. */
final class WriteOptions {

    @Option(names = "--dry-run", description = "Write nothing; show what would be written.")
    private boolean dryRun;

    @Option(names = "--overwrite", description = "Replace another value that is there, rather than leave it.")
    private boolean overwrite;

    boolean isDryRun() {
        return dryRun;
    }

    TransferOptions into(StoreConfiguration target) {
        return new TransferOptions(overwrite, dryRun, target.type() == StoreType.VAULT);
    }
}
