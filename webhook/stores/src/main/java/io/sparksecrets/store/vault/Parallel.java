package io.sparksecrets.store.vault;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Asks for many things at once, but not for more than Vault shall have to answer at the same time. */
final class Parallel implements AutoCloseable {

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("vault-read").factory());
    private final Semaphore atOnce;

    /** For all callers together. */
    Parallel(int atOnce) {
        this.atOnce = new Semaphore(atOnce);
    }

    /** Answers for whoever got none in time. */
    @FunctionalInterface
    interface Late<K, V> {

        /**
         * The answer for one of them.
         *
         * @param isAsked false when too much else was asked before
         */
        V answer(K key, boolean isAsked);
    }

    private record Asked<V>(Future<V> answer, AtomicBoolean begun) {}

    /**
     * Asks one question for each key.
     *
     * @param question may throw; what it throws is thrown here
     * @param late the answer for a key whose answer has not come in time
     */
    <K, V> Map<K, V> ask(Collection<K> keys, Function<K, V> question, Duration timeout, Late<K, V> late) {
        long end = System.nanoTime() + timeout.toNanos();
        Map<K, Asked<V>> asked = new LinkedHashMap<>();
        for (K key : new LinkedHashSet<>(keys)) {
            AtomicBoolean begun = new AtomicBoolean();
            asked.put(key, new Asked<>(threads.submit(() -> oneOf(question, key, begun)), begun));
        }
        Map<K, V> answers = new LinkedHashMap<>();
        try {
            asked.forEach((key, one) -> answers.put(key, answer(key, one, end, late)));
        } finally {
            asked.values().forEach(one -> one.answer().cancel(true));
        }
        return answers;
    }

    private <K, V> V oneOf(Function<K, V> question, K key, AtomicBoolean begun) throws InterruptedException {
        atOnce.acquire();
        try {
            begun.set(true);
            return question.apply(key);
        } finally {
            atOnce.release();
        }
    }

    private static <K, V> V answer(K key, Asked<V> asked, long end, Late<K, V> late) {
        try {
            return asked.answer().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return late.answer(key, asked.begun().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return late.answer(key, asked.begun().get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
