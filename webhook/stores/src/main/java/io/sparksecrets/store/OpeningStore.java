package io.sparksecrets.store;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.retry.Backoff;
import io.sparksecrets.store.StoreException.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that is opened in the background, again and again until it succeeds. Whoever asks before the first attempt has ended
 * waits for it; after a failed one he is told why.
 */
public final class OpeningStore implements SecretStore {

    private static final Logger LOG = LoggerFactory.getLogger(OpeningStore.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final String name;
    private final Supplier<SecretStore> opening;
    private final Duration firstPause;
    private final CountDownLatch firstAttempt = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("store").unstarted(this::openUntilItSucceeds);

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    private volatile @Nullable SecretStore store;
    private volatile Failure failure = new Failure(Reason.UNAVAILABLE, "it is not open yet", "it is not open yet");

    /** @param why for who runs the store */
    private record Failure(Reason reason, String why, String toUsers) {

        /** A store whose settings mean nothing it could read is not merely down: nothing comes of trying again later. */
        ReadResult asResult() {
            return reason == Reason.UNSUPPORTED
                    ? new ReadResult.Unsupported(toUsers)
                    : new ReadResult.Unavailable("it is not open: " + toUsers, "it is not open: " + why);
        }
    }

    /**
     * A store that is not open yet.
     *
     * @param name what the store will be called
     * @param opening opens it, or throws {@link StoreException}
     */
    public OpeningStore(String name, Supplier<SecretStore> opening) {
        this(name, opening, FIRST_PAUSE);
    }

    OpeningStore(String name, Supplier<SecretStore> opening, Duration firstPause) {
        this.name = name;
        this.opening = opening;
        this.firstPause = firstPause;
    }

    /** Begins to open it, and returns at once. */
    public void open() {
        thread.start();
    }

    private void openUntilItSucceeds() {
        try {
            for (Backoff pause = Backoff.doubling(firstPause, LONGEST_PAUSE); !openOnce(); pause = pause.longer()) {
                Thread.sleep(pause.pause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean openOnce() {
        try {
            SecretStore opened = opening.get();
            listeners.forEach(opened::onChange);
            store = opened;
            return true;
        } catch (StoreException e) {
            failure = new Failure(e.reason(), e.getMessage(), e.toUsers());
            LOG.error("The store \"{}\" cannot be opened and will be tried again: {}", name, e.getMessage());
            return false;
        } catch (RuntimeException e) {
            String unexpected = "an unexpected " + e.getClass().getName();
            failure = new Failure(Reason.UNAVAILABLE, unexpected, unexpected);
            LOG.error("The store \"{}\" cannot be opened and will be tried again: {}", name, failure.why());
            return false;
        } finally {
            firstAttempt.countDown();
        }
    }

    private Optional<SecretStore> opened() {
        try {
            firstAttempt.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(store);
    }

    private <T> T opened(Function<SecretStore, T> action) {
        return action.apply(opened().orElseThrow(() -> {
            Failure why = failure;
            String what = "the store \"%s\" is not open: ".formatted(name);
            return new StoreException(why.reason(), what + why.why(), what + why.toUsers());
        }));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<ReadRequest, ReadResult> read(Collection<ReadRequest> requests) {
        return opened().map(opened -> opened.read(requests))
                .orElseGet(() -> requests.stream()
                        .distinct()
                        .collect(Collectors.toMap(request -> request, request -> failure.asResult())));
    }

    @Override
    public List<SecretMetadata> list(String folder, String after, int limit) {
        return opened(opened -> opened.list(folder, after, limit));
    }

    @Override
    public SecretMetadata write(String path, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        return opened(opened -> opened.write(path, value, expectedVersion, writtenBy));
    }

    @Override
    public void delete(String path) {
        opened(opened -> {
            opened.delete(path);
            return path;
        });
    }

    @Override
    public SecretMetadata restore(String path) {
        return opened(opened -> opened.restore(path));
    }

    @Override
    public List<SecretVersion> versions(String path) {
        return opened(opened -> opened.versions(path));
    }

    /** Counts from the next opening on: call it before {@link #open()}. */
    @Override
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    @Override
    public StoreHealth health() {
        return opened().map(SecretStore::health).orElseGet(() -> new StoreHealth(false, failure.why()));
    }

    @Override
    public void close() {
        thread.interrupt();
        SecretStore opened = store;
        if (opened != null) {
            opened.close();
        }
    }
}
