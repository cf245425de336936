package io.sparksecrets.admission;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How much memory all reviews together may take, so that no body and no number of bodies exhausts the heap, which would end the
 * process.
 *
 * <p>Short bodies have a share of their own, so that ordinary pods do not queue behind huge ones. Within a share it is first come,
 * first served. Of long ones only some are treated at once: virtual threads that compute give way to no other.
 */
final class ReviewMemory {

    /** Pods of Spark have 10 to 20 KB, and conf maps a little less. */
    static final int SHORT_BODY = 64 * 1024;

    private static final int UNIT = 1024;

    private final Share forShort;
    private final Share forLong;
    private final Duration patience;

    /**
     * @param units how many KiB there are in all
     * @param turns how many reviews may be treated at once
     */
    private record Share(int units, Semaphore free, Semaphore turns) {
        static Share of(long bytes, int turns) {
            int units = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
            return new Share(units, new Semaphore(units, true), new Semaphore(turns, true));
        }
    }

    /**
     * @param turnsForLong how many long reviews may be treated at once
     * @param patience how long one review may wait, in all
     */
    ReviewMemory(long bytesForShort, long bytesForLong, int turnsForLong, Duration patience) {
        forShort = Share.of(bytesForShort, Integer.MAX_VALUE);
        forLong = Share.of(bytesForLong, turnsForLong);
        this.patience = patience;
    }

    /** A fifth and a third of the heap, for much else lives in it, and all processors but one. */
    static ReviewMemory of(Runtime runtime) {
        long heap = runtime.maxMemory();
        return new ReviewMemory(
                heap / 5, heap / 3, Math.max(1, runtime.availableProcessors() - 1), Duration.ofSeconds(1));
    }

    /** What is longer could never be read. */
    long longestBody() {
        return ReviewCost.longestBody((long) forLong.units() * UNIT);
    }

    /** @param declaredLength of the body; negative when it is not known, so that it may be long */
    Reservation reserve(long declaredLength) {
        return new Reservation(declaredLength >= 0 && declaredLength <= SHORT_BODY ? forShort : forLong);
    }

    /** What one review has of it; for one thread. */
    final class Reservation implements AutoCloseable {

        private final Share share;
        private long nanosLeft = patience.toNanos();
        private int units;
        private boolean hasTurn;

        private Reservation(Share share) {
            this.share = share;
        }

        /**
         * Has so many bytes at least, or the whole share where that is less.
         *
         * @throws OverloadedException when they do not become free in time
         */
        void atLeast(long bytes) throws OverloadedException {
            int more = units(bytes) - units;
            if (more > 0) {
                acquire(share.free(), more);
                units += more;
            }
        }

        /**
         * Has its turn, until it is closed.
         *
         * @throws OverloadedException when others have theirs all the time
         */
        void turn() throws OverloadedException {
            acquire(share.turns(), 1);
            hasTurn = true;
        }

        private void acquire(Semaphore semaphore, int permits) throws OverloadedException {
            long start = System.nanoTime();
            try {
                if (!semaphore.tryAcquire(permits, nanosLeft, TimeUnit.NANOSECONDS)) {
                    throw new OverloadedException();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OverloadedException();
            }
            nanosLeft -= System.nanoTime() - start;
        }

        /** Gives back what it has beyond so many bytes. */
        void atMost(long bytes) {
            int less = units - units(bytes);
            if (less > 0) {
                units -= less;
                share.free().release(less);
            }
        }

        @Override
        public void close() {
            atMost(0);
            if (hasTurn) {
                hasTurn = false;
                share.turns().release();
            }
        }

        private int units(long bytes) {
            return (int) Math.min(share.units(), (bytes + UNIT - 1) / UNIT);
        }
    }
}
