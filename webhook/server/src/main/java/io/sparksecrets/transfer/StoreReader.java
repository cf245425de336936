package io.sparksecrets.transfer;

import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import io.sparksecrets.transfer.TransferResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads all secrets of a folder. What cannot be read is told, and the others are read. */
final class StoreReader {

    private static final int PAGE = 1000;

    /** How many values are held at a time. */
    static final int BATCH = 50;

    private final SecretStore store;
    private final Consumer<TransferResult> unread;

    /** @param unread is told of secrets that cannot be read */
    StoreReader(SecretStore store, Consumer<TransferResult> unread) {
        this.store = store;
        this.unread = unread;
    }

    /**
     * The paths in a folder and below it.
     *
     * @param folder empty for all
     * @throws StoreException when the store cannot list
     */
    static List<String> paths(SecretStore store, String folder) {
        List<String> paths = new ArrayList<>();
        List<SecretMetadata> page;
        do {
            page = store.list(folder, paths.isEmpty() ? "" : paths.getLast(), PAGE);
            page.forEach(secret -> paths.add(secret.path()));
        } while (page.size() == PAGE);
        return paths;
    }

    /**
     * Hands the secrets on, some at a time, so that few values are in memory.
     *
     * @throws StoreException with {@link Reason#UNAVAILABLE} when the store cannot be asked
     */
    void read(List<String> paths, Consumer<List<Entry>> batches) {
        for (int from = 0; from < paths.size(); from += BATCH) {
            batches.accept(batch(paths.subList(from, Math.min(from + BATCH, paths.size()))));
        }
    }

    private List<Entry> batch(List<String> paths) {
        Map<ReadRequest, ReadResult> results =
                store.read(paths.stream().map(ReadRequest::newest).toList());
        List<Entry> entries = new ArrayList<>();
        for (String path : paths) {
            ReadResult result = results.get(ReadRequest.newest(path));
            switch (result) {
                case ReadResult.Found found -> entries.add(Entry.of(path, found));
                case ReadResult.NotFound missing -> unread.accept(TransferResult.of(path, Outcome.GONE));
                case ReadResult.Denied denied -> unread.accept(TransferResult.failed(path, denied.inFull()));
                case ReadResult.Unsupported unsupported ->
                    unread.accept(TransferResult.failed(path, unsupported.why()));
                case ReadResult.Unavailable unavailable -> {
                    Availability.require(store, unavailable.inFull());
                    unread.accept(TransferResult.failed(path, unavailable.inFull()));
                }
                case null -> throw new IllegalStateException("the store gave no answer for a secret");
            }
        }
        return entries;
    }
}
