package io.sparksecrets.store.kubernetes;

import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The Secret as it was last seen, which readers use for a bounded time while nothing newer can be had. */
final class SecretCopy {

    /** So many changes at once are told as one that may be anything. */
    private static final int MOST_TOLD = 100;

    /** What is known. */
    private sealed interface State {

        /** The Secret was seen, or that there is none. */
        record Seen(StoredSecrets secrets, long confirmedAt) implements State {}

        /** It was not seen yet. */
        record Unseen() implements State {}

        /** The API server refuses to show it. */
        record Refused(StoreException why) implements State {}
    }

    private final String secret;
    private final Duration bound;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstAttempt = new CountDownLatch(1);

    private volatile State state = new State.Unseen();
    private volatile StoreException failure = new StoreException(Reason.UNAVAILABLE, "it was not read yet");

    /**
     * A copy of nothing yet.
     *
     * @param secret {@code NAMESPACE/NAME}
     * @param bound how long it may be used while the API server cannot be asked
     * @param patience how long a reader waits for the first attempt to read it
     */
    SecretCopy(String secret, Duration bound, Duration patience, LongSupplier nanoTime) {
        this.secret = secret;
        this.bound = bound;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** What was last seen, whether or not it may still be used. */
    StoredSecrets lastSeen() {
        return state instanceof State.Seen seen ? seen.secrets() : StoredSecrets.NONE;
    }

    /**
     * Takes an answer of the API server.
     *
     * @param before what was last seen when the request was sent; an answer that is older than what came since is not taken
     * @param own the path that this program itself changed; empty where it changed none
     * @return whether it was news
     */
    boolean answered(StoredSecrets found, StoredSecrets before, String own) {
        return accept(found, before, own);
    }

    /** Takes an event of the watch. */
    boolean happened(StoredSecrets found) {
        return accept(found, null, "");
    }

    private boolean accept(StoredSecrets found, @Nullable StoredSecrets before, String own) {
        boolean wasSeen;
        Set<String> changed;
        synchronized (this) {
            StoredSecrets current = lastSeen();
            wasSeen = state instanceof State.Seen;
            if (wasSeen && current != before && !found.isNewerThan(current)) {
                confirmed();
                return false;
            }
            state = new State.Seen(found, nanoTime.getAsLong());
            failure = new StoreException(Reason.UNAVAILABLE, "the API server does not answer");
            changed = found.changedSince(current);
        }
        firstAttempt.countDown();
        if (!wasSeen || changed.size() > MOST_TOLD) {
            tell("");
        } else {
            changed.stream().filter(path -> !path.equals(own)).forEach(this::tell);
        }
        return wasSeen && !changed.isEmpty();
    }

    /** The API server was heard and had no news. */
    synchronized void confirmed() {
        if (state instanceof State.Seen seen) {
            state = new State.Seen(seen.secrets(), nanoTime.getAsLong());
        }
    }

    /** The API server refuses to show it, so nobody else is shown it either. */
    void refused(StoreException why) {
        synchronized (this) {
            state = new State.Refused(why);
        }
        firstAttempt.countDown();
    }

    /** The API server could not be asked. */
    void failed(StoreException why) {
        failure = why;
        firstAttempt.countDown();
    }

    private void tell(String path) {
        listeners.forEach(listener -> listener.accept(path));
    }

    /** The secrets, or why they cannot be had. */
    sealed interface View {
        record Shown(StoredSecrets secrets) implements View {}

        record Hidden(ReadResult result) implements View {}
    }

    View view() {
        awaitFirstAttempt();
        return switch (state) {
            case State.Unseen unseen -> new View.Hidden(unavailable("the Secret%s is not read yet: "));
            case State.Refused refused -> new View.Hidden(ReadResult.Denied.of(refused.why()));
            case State.Seen seen -> {
                Duration age = Duration.ofNanos(nanoTime.getAsLong() - seen.confirmedAt());
                yield age.compareTo(bound) <= 0
                        ? new View.Shown(seen.secrets())
                        : new View.Hidden(unavailable("the Secret%s could not be read for "
                                + age.toSeconds()
                                + " s, and what was read before is used for "
                                + bound.toSeconds()
                                + " s at most: "));
            }
        };
    }

    private ReadResult.Unavailable unavailable(String what) {
        StoreException why = failure;
        return new ReadResult.Unavailable(
                what.formatted(" of the store") + why.toUsers(), what.formatted(" " + secret) + why.getMessage());
    }

    /** The secrets for somebody who manages them. */
    StoredSecrets require() {
        return switch (view()) {
            case View.Shown shown -> shown.secrets();
            case View.Hidden hidden ->
                throw switch (hidden.result()) {
                    case ReadResult.Denied denied -> new StoreException(Reason.DENIED, denied.inFull(), denied.why());
                    case ReadResult.Unavailable unavailable ->
                        new StoreException(Reason.UNAVAILABLE, unavailable.inFull(), unavailable.why());
                    default -> new IllegalStateException("no reason to hide it");
                };
        };
    }

    private void awaitFirstAttempt() {
        try {
            firstAttempt.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
