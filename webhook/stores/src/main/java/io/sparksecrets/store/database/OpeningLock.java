package io.sparksecrets.store.database;

import io.sparksecrets.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Lets one process at a time open an embedded database: make its keyset, become the server of the file, bring the tables up to
 * date. The operating system releases the lock when a process dies.
 */
final class OpeningLock {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private OpeningLock() {}

    /**
     * Runs the work while this process holds the lock.
     *
     * @param file made when it does not exist; its content does not matter
     * @throws StoreException when another process holds the lock for longer than opening can take
     */
    static <T> T holding(Path file, Supplier<T> work) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long start = System.nanoTime();
            while (!tryLock(channel)) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new StoreException(
                            StoreException.Reason.UNAVAILABLE,
                            "another process has held %s for %d s, as if it were still opening the database; end it, then try again"
                                    .formatted(file, PATIENCE.toSeconds()),
                            "another process is opening the database");
                }
                Thread.sleep(PAUSE);
            }
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    StoreException.Reason.UNAVAILABLE,
                    "interrupted while waiting for " + file,
                    "interrupted while waiting for the database");
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another thread of this process is opening the database.
            return false;
        }
    }
}
