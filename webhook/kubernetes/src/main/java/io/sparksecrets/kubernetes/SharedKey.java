package io.sparksecrets.kubernetes;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Random bytes that the replicas share through a Secret of the installation. Whichever replica comes first makes them; a Secret
 * that is deleted is put back by those that know it.
 */
public final class SharedKey implements AutoCloseable {

    /** The data key. */
    public static final String DATA_KEY = "key";

    private static final int LENGTH = 32;
    private static final int MAX_LENGTH = 4096;
    private static final Duration RECHECK = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofMillis(100);

    private final String secretName;
    private final InstallationSecrets secrets;
    private final CompletableFuture<byte[]> key = new CompletableFuture<>();
    private final Loop loop;

    /** @param task what it is for, for the log */
    public SharedKey(String task, String secretName, InstallationSecrets secrets) {
        this.secretName = secretName;
        this.secrets = secrets;
        loop = new Loop(task, this::step);
    }

    /** Begins, in the background. */
    public void start() {
        secrets.watch(secretName, loop::wake);
        loop.start();
    }

    /** The bytes, 32 or more, as soon as they are there. */
    public CompletableFuture<byte[]> key() {
        return key;
    }

    /** What is wrong; empty while all is well. */
    public Optional<String> problem() {
        return loop.problem();
    }

    @Override
    public void close() {
        loop.close();
    }

    Duration step() throws InstallationException {
        Optional<StoredSecret> stored = secrets.read(secretName);
        if (stored.isEmpty() || stored.get().isEmpty()) {
            Map<String, byte[]> data = Map.of(DATA_KEY, key.isDone() ? key.join() : random());
            boolean isWritten = stored.isEmpty()
                    ? secrets.create(secretName, data)
                    : secrets.replace(secretName, stored.get(), data);
            if (isWritten) {
                key.complete(data.get(DATA_KEY));
            }
            return isWritten ? RECHECK : SOON;
        }
        byte[] found = stored.get().bytes(DATA_KEY).orElse(new byte[0]);
        if (found.length < LENGTH || found.length > MAX_LENGTH) {
            throw new InstallationException(
                    "Secret %s holds no key under \"%s\", which takes %d to %d random bytes; put it right, or delete the Secret to have one made"
                            .formatted(secretName, DATA_KEY, LENGTH, MAX_LENGTH));
        }
        key.complete(found);
        if (!MessageDigest.isEqual(found, key.join())) {
            throw new InstallationException(
                    "Secret %s holds another key than this replica began with; restart every replica so that all use the same"
                            .formatted(secretName));
        }
        return RECHECK;
    }

    private static byte[] random() {
        byte[] bytes = new byte[LENGTH];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
