package io.sparksecrets.store.database;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The keys that the values of a database are encrypted with. Everything here may happen while replicas read and write; they take
 * a new keyset when they meet a value that was encrypted with a key they do not know.
 */
public final class DatabaseKeys implements AutoCloseable {

    private static final int ATTEMPTS = 5;

    private final Database database;
    private final KeysetHome home;
    private final CurrentKeyset keyset;
    private final InstantSource clock;

    /**
     * Takes over a database and the keyset of its values.
     *
     * @param database closed with this
     * @param home closed with this
     */
    DatabaseKeys(Database database, KeysetHome home, CurrentKeyset keyset, InstantSource clock) {
        this.database = database;
        this.home = home;
        this.keyset = keyset;
        this.clock = clock;
    }

    /** What a key is to the keyset. */
    public enum Status {
        /** Values are encrypted with it. */
        PRIMARY,
        /** Values that it encrypted are decrypted. */
        ENABLED,
        /** Values that it encrypted cannot be read until it is enabled again. */
        DISABLED,
        /** The keyset does not hold it, and values that it encrypted cannot be read. */
        MISSING
    }

    /**
     * A key.
     *
     * @param id as Tink shows it
     * @param rows how many values are encrypted with it, those of deleted secrets too
     */
    public record Key(long id, Status status, long rows) {}

    /** The keys of the keyset in their order, then those that it lacks. Reads all rows. */
    public List<Key> list() {
        Map<Long, Long> rows = database.withHandle(EncryptionKeys::rows);
        List<Key> keys = new ArrayList<>();
        for (Keyset.Key key : current().keys()) {
            Status status = key.primary() ? Status.PRIMARY : key.enabled() ? Status.ENABLED : Status.DISABLED;
            Long number = rows.remove(key.id());
            keys.add(new Key(key.id(), status, number == null ? 0 : number));
        }
        rows.forEach((id, number) -> keys.add(new Key(id, Status.MISSING, number)));
        return keys;
    }

    /** Where the keyset is, such as {@code the file /data/keyset.json}. */
    public String place() {
        return home.place();
    }

    /**
     * Adds a new key to the keyset, with which nothing is encrypted yet.
     *
     * @return its id
     * @throws StoreException when the keyset does not fit the database, or cannot be written
     */
    public long add() {
        new KeysetFit(database, keyset).problem().ifPresent(problem -> {
            throw new StoreException(Reason.UNAVAILABLE, problem);
        });
        return change(Keyset::withNewKey).keys().getLast().id();
    }

    /**
     * Has values be encrypted with a key from now on. The values that are there stay as they are.
     *
     * @throws StoreException when the keyset does not hold the key enabled, or cannot be written
     */
    public void makePrimary(long id) {
        change(read -> {
            if (read.keys().stream().noneMatch(key -> key.id() == id && key.enabled())) {
                throw new StoreException(Reason.NOT_FOUND, "%s holds no enabled key %d".formatted(home.place(), id));
            }
            return read.withPrimary(id);
        });
    }

    /**
     * Encrypts every value that another key encrypted with the primary one. It can be ended at any time and begun again; others
     * may do the same at the same time.
     *
     * @param progress told after each batch
     * @return how it ended
     * @throws StoreException when the database fails
     */
    public Reencryption.Progress reencrypt(Consumer<Reencryption.Progress> progress) {
        keyset.accept(current());
        return new Reencryption(database, keyset).run(progress);
    }

    /**
     * Removes the keys that encrypt nothing, but for the primary one. First they are taken out of use, so that no replica that
     * still has an older keyset writes with one of them.
     *
     * @return their ids
     * @throws StoreException when the keyset cannot be written, or the database fails
     */
    public Set<Long> prune() {
        Set<Long> retired = new TreeSet<>();
        for (Keyset.Key key : current().keys()) {
            if (!key.primary() && retire(key.id())) {
                retired.add(key.id());
            }
        }
        if (!retired.isEmpty()) {
            change(read -> read.without(retired));
        }
        return retired;
    }

    private boolean retire(long id) {
        return database.inTransaction(
                handle -> EncryptionKeys.retire(handle, id, clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }

    private Keyset current() {
        return Keyset.parse(home.read(), home.place());
    }

    private Keyset change(UnaryOperator<Keyset> change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            SecretValue read = home.read();
            Keyset changed = change.apply(Keyset.parse(read, home.place()));
            if (home.replace(read, changed.json())) {
                keyset.accept(changed);
                return changed;
            }
        }
        throw new StoreException(Reason.CONFLICT, "somebody else keeps changing %s; try again".formatted(home.place()));
    }

    @Override
    public void close() {
        database.close();
        home.close();
    }
}
