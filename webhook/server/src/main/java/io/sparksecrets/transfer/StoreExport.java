package io.sparksecrets.transfer;

import io.sparksecrets.store.SecretStore;
import io.sparksecrets.transfer.TransferResult.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Writes the secrets of a store to a stream, for {@link StoreImport}. They are not encrypted in it. */
public final class StoreExport {

    private StoreExport() {}

    /**
     * Exports what is in a folder and below it, the newest versions.
     *
     * @param folder empty for all
     * @param now when it begins
     * @throws IOException when the stream does not take it
     * @throws io.sparksecrets.store.StoreException when the store cannot be asked
     */
    public static void export(SecretStore from, String folder, OutputStream to, Instant now, Progress progress)
            throws IOException {
        List<String> paths = StoreReader.paths(from, folder);
        progress.begins(paths.size());
        ExportWriter writer = new ExportWriter(to, from.name(), folder, now);
        try {
            new StoreReader(from, progress::result).read(paths, entries -> write(entries, writer, progress));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        writer.end();
    }

    private static void write(List<Entry> entries, ExportWriter writer, Progress progress) {
        for (Entry entry : entries) {
            try {
                writer.write(entry);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            progress.result(TransferResult.of(entry.path(), Outcome.WRITTEN));
        }
    }
}
