package io.sparksecrets.store.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** The SQL about which keys may be written with and which values were encrypted with which. Keys are known by their ids. */
final class EncryptionKeys {

    private static final String IN_USE = """
            select k.key_id from encryption_key k
             where exists (select 1 from secret_version v where v.key_id = k.key_id)
            """;

    private static final String ROWS = """
            select key_id, count(*) as number from secret_version group by key_id
            """;

    private static final String FIND = """
            select retired_at from encryption_key where key_id = :key <lock>
            """;

    private static final String INSERT = """
            insert into encryption_key (key_id) values (:key)
            """;

    private static final String RETIRE = """
            update encryption_key set retired_at = :now where key_id = :key
            """;

    private static final String USE = """
            select 1 from secret_version where key_id = :key limit 1
            """;

    /** In one order, so that two who do this wait for each other instead of both. */
    private static final String LOCK_ALL = """
            select key_id from encryption_key order by key_id for update
            """;

    /** Less than a write waits, since those that come meanwhile wait too. */
    private static final int LONGEST_WAIT_SECONDS = 1;

    private EncryptionKeys() {}

    /** The ids of all keys that values are encrypted with, those of deleted secrets too. */
    static Set<Long> inUse(Handle handle) {
        return handle.createQuery(IN_USE)
                .map((rows, context) -> rows.getLong("key_id"))
                .collect(Collectors.toSet());
    }

    /** How many values are encrypted with each key. Reads all rows. */
    static Map<Long, Long> rows(Handle handle) {
        Map<Long, Long> rows = new TreeMap<>();
        handle.createQuery(ROWS)
                .map((found, context) -> Map.entry(found.getLong("key_id"), found.getLong("number")))
                .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
        return rows;
    }

    /**
     * Asks to write with a key.
     *
     * @return false when it was taken out of use; otherwise it stays in use until the transaction ends
     * @throws RowAppearedException when a new attempt is needed
     */
    static boolean claim(Handle handle, SqlDialect dialect, long key) {
        return isInUseWhileLocked(handle, dialect.sharedLock(), key);
    }

    /**
     * Waits for whoever is writing, a second at most, and has all others wait until the transaction ends.
     *
     * @throws WritersBusyException when somebody writes on; the transaction can do nothing more
     */
    static void stopWriters(Handle handle) {
        try {
            handle.createQuery(LOCK_ALL)
                    .setQueryTimeout(LONGEST_WAIT_SECONDS)
                    .mapTo(Long.class)
                    .list();
        } catch (JdbiException e) {
            throw SqlFailure.isTimeout(e) ? new WritersBusyException() : e;
        }
    }

    /**
     * Takes a key out of use unless a value is encrypted with it. Waits for whoever is writing with it.
     *
     * @return whether nobody will write with it any more
     * @throws RowAppearedException when a new attempt is needed
     */
    static boolean retire(Handle handle, long key, Instant now) {
        if (!isInUseWhileLocked(handle, "for update", key)) {
            return true;
        }
        if (handle.createQuery(USE)
                .bind("key", key)
                .mapTo(Integer.class)
                .findOne()
                .isPresent()) {
            return false;
        }
        handle.createUpdate(RETIRE).bind("key", key).bind("now", now).execute();
        return true;
    }

    private static boolean isInUseWhileLocked(Handle handle, String lock, long key) {
        List<Boolean> found = handle.createQuery(FIND)
                .define("lock", lock)
                .bind("key", key)
                .map((rows, context) -> rows.getObject("retired_at", OffsetDateTime.class) == null)
                .list();
        if (!found.isEmpty()) {
            return found.getFirst();
        }
        try {
            handle.createUpdate(INSERT).bind("key", key).execute();
            return true;
        } catch (JdbiException e) {
            throw SqlFailure.isUniqueViolation(e) ? new RowAppearedException() : e;
        }
    }
}
