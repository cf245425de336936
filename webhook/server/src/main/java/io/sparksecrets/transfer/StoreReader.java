package io.sparksecrets.transfer;

import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads all secrets of a folder. */
final class StoreReader {

    private static final int PAGE = 1000;

    /** How many values are held at a time. */
    private static final int BATCH = 50;

    private final SecretStore store;
    private final Consumer<TransferResult> failures;

    /** @param failures is told of secrets that cannot be read */
    StoreReader(SecretStore store, Consumer<TransferResult> failures) {
        this.store = store;
        this.failures = failures;
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
     * Hands the secrets on, some at a time.
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
                case ReadResult.NotFound missing ->
                    failures.accept(TransferResult.failed(path, "it was deleted while this ran"));
                case ReadResult.Denied denied -> failures.accept(TransferResult.failed(path, denied.why()));
                case ReadResult.Unsupported unsupported ->
                    failures.accept(TransferResult.failed(path, unsupported.why()));
                case ReadResult.Unavailable unavailable ->
                    throw new StoreException(Reason.UNAVAILABLE, unavailable.why());
                case null -> throw new StoreException(Reason.UNAVAILABLE, "the store gave no answer for " + path);
            }
        }
        return entries;
    }
}
