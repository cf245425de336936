package io.sparksecrets.store.database;

import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.StoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keyset as its source had it last. It is read again when a value was encrypted with a key that it does not hold, because
 * then another replica knows a newer one.
 */
final class CurrentKeyset {

    private static final Logger LOG = LoggerFactory.getLogger(CurrentKeyset.class);

    /** A value whose key is lost would have the source read for every request; a key that was not sought before is sought at once. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** Whoever can write to the database can make up keys. */
    private static final int MAX_SOUGHT = 100;

    private final CredentialSource source;
    private final LongSupplier nanoTime;
    private final ReentrantLock reading = new ReentrantLock();

    private final Map<Long, Long> soughtAt = new HashMap<>();

    private volatile Keyset keyset;

    /** @throws StoreException when there is no usable keyset */
    CurrentKeyset(CredentialSource source) {
        this(source, System::nanoTime);
    }

    CurrentKeyset(CredentialSource source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
        this.keyset = readSource();
    }

    private Keyset readSource() {
        return Keyset.parse(source.read(), source.place());
    }

    Keyset get() {
        return keyset;
    }

    String place() {
        return source.place();
    }

    /** The cipher that can decrypt this, if there is any; the source may be read for it. */
    ValueCipher cipherFor(byte[] ciphertext) {
        ValueCipher cipher = keyset.cipher();
        return cipher.knowsKeyOf(ciphertext)
                ? cipher
                : newerThan(cipher, ValueCipher.keyIdOf(ciphertext)).cipher();
    }

    /**
     * Reads the source again, unless that was done for the same key a moment ago; stays with the keyset that is known when it
     * cannot be read.
     *
     * @param outdated what was used
     * @param key which it lacks, or which was taken out of use
     */
    Keyset newerThan(ValueCipher outdated, long key) {
        reading.lock();
        try {
            boolean readMeanwhile = keyset.cipher() != outdated;
            if (!readMeanwhile && mayBeSought(key)) {
                keyset = readSource();
            }
        } catch (StoreException e) {
            LOG.warn("The keyset cannot be read again; the one that is known is used on: {}", e.getMessage());
        } finally {
            reading.unlock();
        }
        return keyset;
    }

    private boolean mayBeSought(long key) {
        long now = nanoTime.getAsLong();
        soughtAt.values().removeIf(time -> now - time >= PAUSE.toNanos());
        return soughtAt.size() < MAX_SOUGHT && soughtAt.putIfAbsent(key, now) == null;
    }

    /** Takes a keyset that was put in place by this process. */
    void accept(Keyset newer) {
        keyset = newer;
    }
}
