package io.sparksecrets.store.database;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether a keyset holds the keys that the values of a database were encrypted with. */
final class KeysetFit {

    private final Database database;
    private final CurrentKeyset keyset;

    KeysetFit(Database database, CurrentKeyset keyset) {
        this.database = database;
        this.keyset = keyset;
    }

    /** Whether it holds the key of any value; true where there is no value yet. */
    boolean fitsAny() {
        Set<Long> used = used();
        return used.isEmpty() || missing(used).size() < used.size();
    }

    /** What is wrong, in words; empty when it holds the keys of all values. */
    Optional<String> problem() {
        Set<Long> missing = missing(used());
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "the keyset does not fit %s: values there were encrypted with keys that %s does not hold (%s); use the keyset it was written with"
                                .formatted(database, keyset.place(), shown(missing)));
    }

    private Set<Long> used() {
        return database.withHandle(EncryptionKeys::inUse);
    }

    private Set<Long> missing(Set<Long> used) {
        Set<Long> missing = new TreeSet<>(used);
        ValueCipher cipher = keyset.get().cipher();
        missing.removeAll(cipher.keyIds());
        if (!missing.isEmpty()) {
            long one = missing.iterator().next();
            missing.removeAll(keyset.newerThan(cipher, one).cipher().keyIds());
        }
        return missing;
    }

    private static String shown(Set<Long> ids) {
        return ids.toString().replaceAll("[\\[\\]]", "");
    }
}
