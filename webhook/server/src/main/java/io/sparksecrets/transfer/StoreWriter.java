package io.sparksecrets.transfer;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import io.sparksecrets.transfer.TransferResult.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Writes secrets to a store: what is there already is left, and what was written is read back. */
final class StoreWriter {

    private final SecretStore store;
    private final TransferOptions options;
    private final String author;
    private final Consumer<TransferResult> results;

    StoreWriter(SecretStore store, TransferOptions options, String author, Consumer<TransferResult> results) {
        this.store = store;
        this.options = options;
        this.author = author;
        this.results = results;
    }

    /**
     * Writes some secrets and tells of each what became of it.
     *
     * @throws StoreException with {@link Reason#UNAVAILABLE} when the store cannot be asked, so that there is no sense in going on
     */
    void write(List<Entry> entries) {
        Map<String, ReadResult> before = read(entries.stream().map(Entry::path).toList());
        List<Entry> written = new ArrayList<>();
        for (Entry entry : entries) {
            Optional<TransferResult> result = write(entry, answer(before, entry.path()));
            if (result.isPresent()) {
                results.accept(result.get());
            } else {
                written.add(entry);
            }
        }
        verify(written);
    }

    /** Empty when it was written and has to be read back. */
    private Optional<TransferResult> write(Entry entry, ReadResult before) {
        String path = entry.path();
        if (entry.fields() && options.keepsFields()) {
            return Optional.of(TransferResult.failed(
                    path, "it has fields, of which only \"value\" can be written to a Vault; copy it with: vault kv"));
        }
        OptionalLong expected;
        switch (before) {
            case ReadResult.NotFound missing -> expected = OptionalLong.of(0);
            case ReadResult.Found found -> {
                if (holds(found, entry.value())) {
                    return Optional.of(TransferResult.of(path, Outcome.SAME));
                }
                if (!options.overwrite()) {
                    return Optional.of(new TransferResult(
                            path, Outcome.CONFLICT, "another value is there, and was left as it is"));
                }
                expected = found.version() == 0 ? OptionalLong.empty() : OptionalLong.of(found.version());
            }
            case ReadResult.Denied denied -> {
                return Optional.of(TransferResult.failed(path, denied.inFull()));
            }
            case ReadResult.Unsupported unsupported -> {
                return Optional.of(TransferResult.failed(path, unsupported.why()));
            }
            case ReadResult.Unavailable unavailable -> {
                Availability.require(store, unavailable.inFull());
                return Optional.of(TransferResult.failed(path, unavailable.inFull()));
            }
        }
        return options.dryRun()
                ? Optional.of(TransferResult.of(path, Outcome.WRITTEN))
                : write(path, entry.value(), expected);
    }

    private Optional<TransferResult> write(String path, SecretValue value, OptionalLong expected) {
        try {
            store.write(path, value, expected, author);
            return Optional.empty();
        } catch (StoreException e) {
            if (e.reason() == Reason.UNAVAILABLE) {
                Availability.require(store, e.getMessage());
            }
            return Optional.of(
                    e.reason() == Reason.CONFLICT
                            ? new TransferResult(path, Outcome.CONFLICT, e.getMessage())
                            : TransferResult.failed(path, e.getMessage()));
        }
    }

    private void verify(List<Entry> written) {
        if (written.isEmpty()) {
            return;
        }
        Map<String, ReadResult> after = read(written.stream().map(Entry::path).toList());
        for (Entry entry : written) {
            results.accept(verified(entry, answer(after, entry.path())));
        }
    }

    private TransferResult verified(Entry entry, ReadResult after) {
        return switch (after) {
            case ReadResult.Found found ->
                holds(found, entry.value()) ? TransferResult.of(entry.path(), Outcome.WRITTEN) : different(entry);
            case ReadResult.NotFound missing -> different(entry);
            case ReadResult.Denied denied -> unverified(entry, denied.inFull());
            case ReadResult.Unsupported unsupported -> unverified(entry, unsupported.why());
            case ReadResult.Unavailable unavailable -> {
                Availability.require(store, unavailable.inFull());
                yield unverified(entry, unavailable.inFull());
            }
        };
    }

    private static TransferResult different(Entry entry) {
        return TransferResult.failed(entry.path(), "it was written, but what was read back is not the same");
    }

    private static TransferResult unverified(Entry entry, String why) {
        return TransferResult.failed(entry.path(), "it was written, but could not be read back: " + why);
    }

    private Map<String, ReadResult> read(Collection<String> paths) {
        Map<String, ReadResult> results = new LinkedHashMap<>();
        store.read(paths.stream().map(ReadRequest::newest).collect(Collectors.toList()))
                .forEach((request, result) -> results.put(request.path(), result));
        return results;
    }

    private static ReadResult answer(Map<String, ReadResult> results, String path) {
        ReadResult result = results.get(path);
        return result == null ? new ReadResult.Unavailable("the store gave no answer") : result;
    }

    private static boolean holds(ReadResult.Found found, SecretValue value) {
        return switch (found) {
            case ReadResult.Text text -> text.value().equals(value);
            case ReadResult.Fields many -> value.equals(many.fields().get(Entry.VALUE));
        };
    }
}
