package io.sparksecrets.transfer;

import io.sparksecrets.passphrase.EncryptedFileException;
import io.sparksecrets.passphrase.EncryptedFileReader;
import io.sparksecrets.store.SecretStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Writes the secrets of an encrypted file to a store. What an interrupted import has written is skipped by the next one. */
public final class StoreImport {

    private final EncryptedFileReader file;
    private final ExportReader reader;
    private final Predicate<Entry> wanted;
    private final int count;

    private StoreImport(EncryptedFileReader file, ExportReader reader, Predicate<Entry> wanted) {
        this.file = file;
        this.reader = reader;
        this.wanted = wanted;
        int[] found = new int[1];
        reader.read(file.content(), entry -> found[0] += wanted.test(entry) ? 1 : 0);
        this.count = found[0];
    }

    /**
     * Reads a file to its end, so that nothing is written of one that is not whole.
     *
     * @param name of the file, for messages
     * @param folder only what is in it and below; empty for all
     * @throws EncryptedFileException when it is not whole, or not what was exported
     */
    public static StoreImport verified(EncryptedFileReader file, String name, String folder) {
        return new StoreImport(
                file,
                new ExportReader(name),
                folder.isEmpty() ? entry -> true : entry -> entry.path().startsWith(folder + "/"));
    }

    /** How many secrets it has. */
    public int count() {
        return count;
    }

    /**
     * Writes the secrets.
     *
     * @param author who writes, as it shall be shown
     * @throws io.sparksecrets.store.StoreException when the store cannot be asked; what was written stays
     */
    public void into(SecretStore store, TransferOptions options, String author, Progress progress) {
        progress.begins(count);
        StoreWriter writer = new StoreWriter(store, options, author, progress::result);
        List<Entry> batch = new ArrayList<>(StoreReader.BATCH);
        reader.read(file.content(), entry -> {
            if (wanted.test(entry)) {
                batch.add(entry);
            }
            if (batch.size() == StoreReader.BATCH) {
                writer.write(batch);
                batch.clear();
            }
        });
        if (!batch.isEmpty()) {
            writer.write(batch);
        }
    }
}
