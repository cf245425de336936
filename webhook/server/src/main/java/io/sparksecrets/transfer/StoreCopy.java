package io.sparksecrets.transfer;

import io.sparksecrets.store.SecretStore;
import java.util.List;

/** Copies secrets from one store to another. What an interrupted copy has written is skipped by the next one. */
public final class StoreCopy {

    private StoreCopy() {}

    /**
     * Copies what is in a folder and below it, the newest versions.
     *
     * @param folder empty for all
     * @param author who writes, as it shall be shown
     * @throws io.sparksecrets.store.StoreException when one of the stores cannot be asked; what was written stays
     */
    public static void copy(
            SecretStore from,
            SecretStore to,
            String folder,
            TransferOptions options,
            String author,
            Progress progress) {
        List<String> paths = StoreReader.paths(from, folder);
        progress.begins(paths.size());
        StoreWriter writer = new StoreWriter(to, options, author, progress::result);
        new StoreReader(from, progress::result).read(paths, writer::write);
    }
}
