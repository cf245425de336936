package io.sparksecrets.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Watchable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObjectWatchTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final BlockingQueue<Watcher<String>> watches = new LinkedBlockingQueue<>();
    private volatile boolean isRefused;
    private @Nullable ObjectWatch<String> watch;

    @AfterEach
    void close() {
        Objects.requireNonNull(watch).close();
    }

    @Test
    void objectIsLookedAtOnceTheWatchBeganAndThenItsEventsAreTold() throws InterruptedException {
        watch = watch(LONG);
        Watcher<String> first = next(watches);
        assertSees("look");
        first.eventReceived(Action.MODIFIED, "x");
        assertSees("MODIFIED x");
        assertThat(seen).isEmpty();
    }

    @Test
    void objectIsLookedAtAgainWhileTheWatchGoesOn() throws InterruptedException {
        watch = watch(SHORT);
        assertSees("look", "look", "look");
        assertThat(watches).hasSize(1);
    }

    @Test
    void watchThatEndsInAnyWayIsFollowedByAnother() throws InterruptedException {
        List<Consumer<Watcher<String>>> ends = List.of(
                Watcher::onClose,
                watcher -> watcher.onClose(new WatcherException("gone")),
                watcher -> watcher.eventReceived(Action.ERROR, "gone"));
        watch = watch(LONG);
        for (Consumer<Watcher<String>> end : ends) {
            Watcher<String> current = next(watches);
            assertSees("look");
            end.accept(current);
        }
        next(watches);
        assertSees("look");
    }

    @Test
    void objectIsLookedAtWhileNoWatchIsPossible() throws InterruptedException {
        isRefused = true;
        watch = watch(LONG);
        assertSees("look HTTP 403", "look HTTP 403");
        isRefused = false;
        next(watches);
    }

    @Test
    void nothingIsWatchedAfterItIsClosed() throws InterruptedException {
        watch = watch(LONG);
        Watcher<String> current = next(watches);
        close();
        current.onClose();
        assertThat(watches.poll(SHORT.multipliedBy(5).toMillis(), TimeUnit.MILLISECONDS))
                .isNull();
    }

    @Test
    void changesAreToldAtTheBeginningAndWithEveryEvent() throws InterruptedException {
        watch = ObjectWatch.telling("x", Opened::new, () -> seen.add("changed"));
        Watcher<String> current = next(watches);
        assertSees("changed");
        current.eventReceived(Action.DELETED, "x");
        assertSees("changed");
    }

    private ObjectWatch<String> watch(Duration lookAgain) {
        return new ObjectWatch<>("x", Opened::new, SHORT, new ObjectWatch.Listener<>() {
            @Override
            public Duration look(Optional<ApiFailure> problem) {
                seen.add("look" + problem.map(failure -> " " + failure.answer()).orElse(""));
                return lookAgain;
            }

            @Override
            public void happened(Action action, String object) {
                seen.add(action + " " + object);
            }
        });
    }

    private void assertSees(String... expected) throws InterruptedException {
        for (String one : expected) {
            assertThat(next(seen)).isEqualTo(one);
        }
    }

    private static <E> E next(BlockingQueue<E> queue) throws InterruptedException {
        E next = queue.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return Objects.requireNonNull(next);
    }

    private final class Opened implements Watchable<String> {

        @Override
        public Watch watch(Watcher<String> watcher) {
            if (isRefused) {
                throw new KubernetesClientException("x", 403, null);
            }
            watches.add(watcher);
            return () -> {};
        }

        @Override
        public Watch watch(ListOptions options, Watcher<String> watcher) {
            return watch(watcher);
        }

        @Override
        @Deprecated
        public Watch watch(String resourceVersion, Watcher<String> watcher) {
            throw new UnsupportedOperationException();
        }
    }
}
