package io.sparksecrets.store.database;

import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.StoreException;
import java.time.Duration;
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

    /** A value whose key is lost would have the source read for every request. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final CredentialSource source;
    private final LongSupplier nanoTime;
    private final ReentrantLock reading = new ReentrantLock();

    private volatile Keyset keyset;
    private long lastRead;

    /** @throws StoreException when there is no usable keyset */
    CurrentKeyset(CredentialSource source) {
        this(source, System::nanoTime);
    }

    CurrentKeyset(CredentialSource source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
        this.keyset = readSource();
        // The first value that is found to have a newer key need not wait.
        this.lastRead = nanoTime.getAsLong() - PAUSE.toNanos();
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
        return cipher.knowsKeyOf(ciphertext) ? cipher : newerThan(cipher).cipher();
    }

    /** Reads the source again, unless that was done a moment ago; stays with the keyset that is known when it cannot be read. */
    Keyset newerThan(ValueCipher outdated) {
        reading.lock();
        try {
            boolean readMeanwhile = keyset.cipher() != outdated;
            if (!readMeanwhile && nanoTime.getAsLong() - lastRead >= PAUSE.toNanos()) {
                lastRead = nanoTime.getAsLong();
                keyset = readSource();
            }
        } catch (StoreException e) {
            LOG.warn("The keyset cannot be read again; the one that is known is used on: {}", e.getMessage());
        } finally {
            reading.unlock();
        }
        return keyset;
    }

    /** Takes a keyset that was put in place by this process. */
    void accept(Keyset newer) {
        keyset = newer;
    }
}
