package io.sparksecrets.store.vault;

import io.sparksecrets.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The login that all requests share: made once however many ask, renewed or made anew before it ends, and made anew when Vault no
 * longer knows its token.
 *
 * <p>A token is never revoked here: with it would go the credentials that engines made for it, which applications still use.
 */
final class VaultSessions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VaultSessions.class);

    /** How long a failed login is what everybody is told. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** How long after Vault was asked for it a token is taken to be good, however many requests are denied. */
    private static final Duration TRUSTED = Duration.ofSeconds(5);

    private final VaultLogin login;
    private final VaultFailure failure;
    private final ReentrantLock lock = new ReentrantLock();
    private final ScheduledExecutorService renewing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("vault-token").factory());

    private @Nullable CompletableFuture<VaultSession> current;
    private Instant nextLogin = Instant.MIN;
    private Instant nextCheck = Instant.MIN;

    VaultSessions(VaultLogin login, VaultFailure failure) {
        this.login = login;
        this.failure = failure;
    }

    /**
     * The login as it is, or a new one where there is none.
     *
     * @throws StoreException when that fails
     */
    VaultSession current() {
        try {
            return orNew().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure.unavailable("was not waited for: the request was given up");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException known
                    ? new StoreException(known.reason(), known.getMessage(), known.toUsers())
                    : failure.of(e);
        }
    }

    private CompletableFuture<VaultSession> orNew() {
        lock.lock();
        try {
            CompletableFuture<VaultSession> there = current;
            boolean failed = there != null && there.isCompletedExceptionally();
            if (there != null && (!failed || Instant.now().isBefore(nextLogin))) {
                return there;
            }
            CompletableFuture<VaultSession> started = new CompletableFuture<>();
            current = started;
            Thread.ofVirtual().name("vault-login").start(() -> logIn(started));
            return started;
        } finally {
            lock.unlock();
        }
    }

    private void logIn(CompletableFuture<VaultSession> started) {
        try {
            VaultSession session = login.login();
            started.complete(session);
            schedule(session, untilRenewal(session));
        } catch (RuntimeException e) {
            lock.lock();
            try {
                nextLogin = Instant.now().plus(PAUSE);
            } finally {
                lock.unlock();
            }
            started.completeExceptionally(e);
        }
    }

    /**
     * Says whether a request that was denied is worth a second attempt with {@link #current()}, because its token is no longer
     * good. Vault answers 403 to both, so it is asked for the token, but not for each of many denials.
     *
     * @throws StoreException when Vault cannot be asked
     */
    boolean replaces(VaultSession denied, VaultAnswer answer) {
        if (!isCurrent(denied)) {
            return true;
        }
        if (!answer.says("invalid token") && (!isTimeToCheck() || login.isAlive(denied))) {
            return false;
        }
        lock.lock();
        try {
            if (isCurrent(denied)) {
                LOG.info("{} no longer accepts the token of this store, which logs in anew", failure.vault());
                current = null;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isTimeToCheck() {
        lock.lock();
        try {
            Instant now = Instant.now();
            if (now.isBefore(nextCheck)) {
                return false;
            }
            nextCheck = now.plus(TRUSTED);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** At two thirds of its life, so that what fails can be tried again. */
    private static @Nullable Duration untilRenewal(VaultSession session) {
        return session.life().map(life -> life.multipliedBy(2).dividedBy(3)).orElse(null);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what it does tells of its failures itself
    private void schedule(VaultSession session, @Nullable Duration pause) {
        if (pause == null) {
            return;
        }
        try {
            renewing.schedule(() -> prolong(session), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.trace("closed before it was logged in");
        }
    }

    private void prolong(VaultSession session) {
        if (!isCurrent(session)) {
            return;
        }
        try {
            VaultSession next = session.renewable()
                    ? login.renewed(session)
                            .filter(renewed -> outlasts(renewed, session))
                            .orElseGet(login::login)
                    : login.login();
            if (replace(session, next)) {
                schedule(next, atLeast(PAUSE, untilRenewal(next)));
            }
        } catch (StoreException e) {
            LOG.warn(
                    "The login of a store ends soon and cannot be prolonged; it will be tried again: {}",
                    e.getMessage());
            schedule(session, pauseAfterFailure(session));
        } catch (RuntimeException e) {
            LOG.error(
                    "The login of a store cannot be prolonged: an unexpected {}",
                    e.getClass().getName());
            schedule(session, pauseAfterFailure(session));
        }
    }

    /** A token near the end of its longest life is renewed for less than it still has. */
    private static boolean outlasts(VaultSession renewed, VaultSession before) {
        return renewed.end().isEmpty()
                || before.end().isEmpty()
                || renewed.end().get().isAfter(before.end().get());
    }

    private static Duration pauseAfterFailure(VaultSession session) {
        Duration tenth = session.life().orElse(LONGEST_PAUSE).dividedBy(10);
        Duration pause = tenth.compareTo(PAUSE) < 0 ? PAUSE : tenth;
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private static @Nullable Duration atLeast(Duration least, @Nullable Duration pause) {
        return pause != null && pause.compareTo(least) < 0 ? least : pause;
    }

    private boolean isCurrent(VaultSession session) {
        lock.lock();
        try {
            CompletableFuture<VaultSession> there = current;
            return there != null
                    && there.isDone()
                    && !there.isCompletedExceptionally()
                    && there.join().equals(session);
        } finally {
            lock.unlock();
        }
    }

    private boolean replace(VaultSession before, VaultSession next) {
        lock.lock();
        try {
            if (!isCurrent(before)) {
                return false;
            }
            current = CompletableFuture.completedFuture(next);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        renewing.shutdownNow();
    }
}
