package io.sparksecrets.store.database;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Encrypts the values that other keys encrypted with the primary key, a batch in each transaction. */
public final class Reencryption {

    /** At a megabyte a value at most, a batch fits into a small process. */
    private static final int BATCH = 32;

    /** So few are encrypted again while nobody writes. */
    private static final int LAST = 1000;

    /** Before another look at what others have locked. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final int PASSES_WITHOUT_PROGRESS = 50;

    private static final String COUNT = """
            select count(*) from secret_version where key_id <> :key
            """;

    /** What others have locked is being encrypted again or deleted by them. */
    private static final String NEXT = """
            select path, version, ciphertext from secret_version
             where key_id <> :key and (path, version) > (:path, :version)
             order by path, version
             limit :limit
               for update skip locked
            """;

    private static final String REPLACE = """
            update secret_version set ciphertext = :ciphertext, key_id = :key where path = :path and version = :version
            """;

    private final Database database;
    private final CurrentKeyset keyset;

    private final long start = System.nanoTime();
    private long done;
    private long total;

    Reencryption(Database database, CurrentKeyset keyset) {
        this.database = database;
        this.keyset = keyset;
    }

    /**
     * How far it is.
     *
     * @param done how many values were encrypted again
     * @param total how many there are to encrypt again, as far as is known
     * @param undecryptable how many of them were left as they are, because no key of the keyset decrypts them
     * @param elapsed since the beginning
     */
    public record Progress(long done, long total, long undecryptable, Duration elapsed) {

        /** Values in a second, so far. */
        public long rate() {
            return Math.round(done * 1e9 / Math.max(1, elapsed.toNanos()));
        }
    }

    /** The place of the last value that was looked at. */
    private record Position(String path, long version) {
        static final Position START = new Position("", 0);
    }

    private record CaughtUp(int replaced, long left) {}

    private record Batch(int replaced, int undecryptable, Optional<Position> last) {}

    Progress run(Consumer<Progress> listener) {
        total = countLeft();
        Progress progress = progress(0);
        listener.accept(progress);
        // Passes, because others may write with an older key for a while, or hold what a pass would have encrypted.
        for (int idle = 0; idle < PASSES_WITHOUT_PROGRESS; ) {
            long before = done;
            long undecryptable = pass(listener);
            long left = countLeft();
            if (left > undecryptable && left <= LAST) {
                left = catchUp(left);
            }
            total = done + left;
            progress = progress(undecryptable);
            if (left <= undecryptable) {
                break;
            }
            idle = done == before ? idle + 1 : 0;
            pause();
        }
        listener.accept(progress);
        return progress;
    }

    /**
     * Encrypts the last ones while nobody writes, since those who write with an older key all the time would never be caught up
     * with. Tells how many are left: as many as before when somebody's write does not end.
     */
    private long catchUp(long before) {
        try {
            return catchUp();
        } catch (WritersBusyException e) {
            return before;
        }
    }

    private long catchUp() {
        ValueCipher cipher = keyset.get().cipher();
        CaughtUp result = database.inTransaction(handle -> {
            EncryptionKeys.stopWriters(handle);
            claim(handle, cipher);
            int replaced = 0;
            Optional<Position> position = Optional.of(Position.START);
            while (position.isPresent() && keyset.get().cipher() == cipher) {
                Batch batch = replace(handle, position.get(), cipher);
                replaced += batch.replaced();
                position = batch.last();
            }
            return new CaughtUp(replaced, countLeft(handle, cipher));
        });
        done += result.replaced();
        return result.left();
    }

    /** From the first value to the last; tells how many do not decrypt. */
    private long pass(Consumer<Progress> listener) {
        long undecryptable = 0;
        Optional<Position> position = Optional.of(Position.START);
        while (position.isPresent()) {
            Batch batch = batch(position.get());
            done += batch.replaced();
            undecryptable += batch.undecryptable();
            total = Math.max(total, done + undecryptable);
            position = batch.last();
            listener.accept(progress(undecryptable));
        }
        return undecryptable;
    }

    private Batch batch(Position after) {
        ValueCipher cipher = keyset.get().cipher();
        return database.inTransaction(handle -> {
            claim(handle, cipher);
            return replace(handle, after, cipher);
        });
    }

    private void claim(Handle handle, ValueCipher cipher) {
        if (!EncryptionKeys.claim(handle, database.dialect(), cipher.primaryKeyId())) {
            throw new StoreException(
                    StoreException.Reason.CONFLICT,
                    "another rotation took the primary key out of use meanwhile; begin again");
        }
    }

    private Batch replace(Handle handle, Position after, ValueCipher cipher) {
        PreparedBatch updates = handle.prepareBatch(REPLACE);
        int undecryptable = 0;
        Position last = after;
        List<StoredValue> values = next(handle, after, cipher.primaryKeyId());
        for (StoredValue stored : values) {
            last = new Position(stored.path, stored.version);
            try {
                SecretValue value =
                        keyset.cipherFor(stored.ciphertext).decrypt(stored.path, stored.version, stored.ciphertext);
                updates.bind("path", stored.path)
                        .bind("version", stored.version)
                        .bind("key", cipher.primaryKeyId())
                        .bind("ciphertext", cipher.encrypt(stored.path, stored.version, value))
                        .add();
            } catch (UndecryptableException e) {
                undecryptable++;
            }
        }
        if (keyset.get().cipher() != cipher) {
            // One of the values has the key of a later rotation. Nothing was changed; the same once more with that key.
            return new Batch(0, 0, Optional.of(after));
        }
        int replaced = updates.size();
        if (replaced > 0) {
            updates.execute();
        }
        return new Batch(replaced, undecryptable, values.isEmpty() ? Optional.empty() : Optional.of(last));
    }

    private static List<StoredValue> next(Handle handle, Position after, long key) {
        return handle.createQuery(NEXT)
                .bind("key", key)
                .bind("path", after.path())
                .bind("version", after.version())
                .bind("limit", BATCH)
                .map((rows, context) ->
                        new StoredValue(rows.getString("path"), rows.getLong("version"), rows.getBytes("ciphertext")))
                .list();
    }

    private long countLeft() {
        return database.withHandle(handle -> countLeft(handle, keyset.get().cipher()));
    }

    private static long countLeft(Handle handle, ValueCipher cipher) {
        return handle.createQuery(COUNT)
                .bind("key", cipher.primaryKeyId())
                .mapTo(Long.class)
                .one();
    }

    private Progress progress(long undecryptable) {
        return new Progress(done, total, undecryptable, Duration.ofNanos(System.nanoTime() - start));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "interrupted; what was done stays");
        }
    }

    private static final class StoredValue {

        private final String path;
        private final long version;
        private final byte[] ciphertext;

        StoredValue(String path, long version, byte[] ciphertext) {
            this.path = path;
            this.version = version;
            this.ciphertext = ciphertext;
        }
    }
}
