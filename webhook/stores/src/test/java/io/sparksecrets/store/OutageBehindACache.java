package io.sparksecrets.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.cache.CacheSettings;
import io.sparksecrets.store.cache.CachingSecretStore;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What references get while the server of a store of texts is killed, behind the cache that the webhook has: those that were read
 * before go on getting their values, the others are told what is down, and all is as before once the server is back.
 */
public final class OutageBehindACache {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int READERS = 4;

    /** No answer is fresh for long, so that the store is asked all the while; the last values count while it is down. */
    private static final CacheSettings ALWAYS_ASKED =
            new CacheSettings(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofHours(1), 100);

    private static final ReadRequest READ_BEFORE = ReadRequest.newest("read/before");
    private static final ReadRequest NEVER_READ = ReadRequest.newest("never/read");

    private final CachingSecretStore store;

    private OutageBehindACache(CachingSecretStore store) {
        this.store = store;
    }

    /** Something that is done to the server. */
    @FunctionalInterface
    public interface Action {
        void run() throws IOException;
    }

    /**
     * Kills the server and starts it again.
     *
     * @param store a real one, which is closed here
     * @param says what the answer for a secret that nobody read before has to hold
     */
    public static void check(SecretStore store, Action kill, Action restart, String... says) throws Exception {
        try (CachingSecretStore cached =
                new CachingSecretStore(store, ALWAYS_ASKED, Duration.ofSeconds(20), new SimpleMeterRegistry())) {
            new OutageBehindACache(cached).check(kill, restart, says);
        }
    }

    private void check(Action kill, Action restart, String... says) throws Exception {
        write(READ_BEFORE, "one");
        write(NEVER_READ, "two");
        assertThat(answers(List.of(READ_BEFORE))).containsExactly("one");
        AtomicBoolean ended = new AtomicBoolean();
        List<Future<Set<String>>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> answersUntil(ended)));
            }
            kill.run();
            try {
                assertThat(answers(List.of(READ_BEFORE, NEVER_READ)).getFirst()).isEqualTo("one");
                assertThat(store.read(List.of(NEVER_READ)).get(NEVER_READ))
                        .isInstanceOfSatisfying(
                                ReadResult.Unavailable.class,
                                unavailable -> assertThat(unavailable.inFull()).contains(says));
            } finally {
                restart.run();
            }
            Waiting.until(
                    "the server",
                    PATIENCE,
                    () -> answers(List.of(NEVER_READ)).getFirst().equals("two"));
            ended.set(true);
            for (Future<Set<String>> reader : readers) {
                assertThat(reader.get())
                        .as("what a reference got that had been read before")
                        .containsExactly("one");
            }
        } finally {
            ended.set(true);
        }
        write(READ_BEFORE, "three");
        assertThat(answers(List.of(READ_BEFORE))).containsExactly("three");
    }

    private Set<String> answersUntil(AtomicBoolean ended) throws InterruptedException {
        Set<String> answers = ConcurrentHashMap.newKeySet();
        while (!ended.get()) {
            answers.addAll(answers(List.of(READ_BEFORE)));
            Thread.sleep(5);
        }
        return answers;
    }

    private void write(ReadRequest secret, String value) {
        store.write(secret.path(), SecretValue.of(value), OptionalLong.empty(), "ann");
    }

    private List<String> answers(List<ReadRequest> requests) {
        Map<ReadRequest, ReadResult> results = store.read(requests);
        return requests.stream()
                .map(request -> results.get(request) instanceof ReadResult.Text text
                        ? text.value().reveal()
                        : String.valueOf(results.get(request)))
                .toList();
    }
}
