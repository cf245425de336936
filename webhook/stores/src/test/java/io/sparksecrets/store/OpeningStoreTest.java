package io.sparksecrets.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.database.EmbeddedDatabase;
import io.sparksecrets.testing.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningStoreTest {

    private static final ReadRequest REQUEST = ReadRequest.newest("KEY");

    @Test
    void whoAsksFirstWaitsUntilItIsOpen(@TempDir Path directory) {
        try (SecretStore database = EmbeddedDatabase.open(directory)) {
            database.write("KEY", SecretValue.of("value"), OptionalLong.empty(), "");
            CountDownLatch mayOpen = new CountDownLatch(1);
            OpeningStore store = new OpeningStore("database", () -> {
                await(mayOpen);
                return database;
            });
            store.open();
            Thread.ofVirtual().start(mayOpen::countDown);

            assertThat(store.read(List.of(REQUEST)).get(REQUEST)).isInstanceOf(ReadResult.Found.class);
            assertThat(store.health().available()).isTrue();
        }
    }

    @Test
    void aFailureIsToldAndTriedAgain(@TempDir Path directory) throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch open = new CountDownLatch(1);
        OpeningStore store = new OpeningStore(
                "database",
                () -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw new StoreException(StoreException.Reason.UNAVAILABLE, "the disk is gone");
                    }
                    SecretStore opened = EmbeddedDatabase.open(directory);
                    open.countDown();
                    return opened;
                },
                Duration.ofMillis(200));
        store.open();

        assertThat(store.read(List.of(REQUEST)))
                .isEqualTo(Map.of(REQUEST, new ReadResult.Unavailable("it is not open: the disk is gone")));
        assertThatThrownBy(() -> store.list("", "", 10))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the disk is gone");
        assertThat(store.health().detail()).isEqualTo("the disk is gone");

        open.await();
        Waiting.until("the store", Duration.ofMinutes(1), () -> store.health().available());
        assertThat(store.list("", "", 10)).isEmpty();
        store.close();
    }

    @Test
    void aStoreThatCannotBeWhatTheSettingsSayIsNotCalledUnavailable() {
        OpeningStore store = new OpeningStore("vault", () -> {
            throw new StoreException(StoreException.Reason.UNSUPPORTED, "the engine has version 1");
        });
        store.open();

        assertThat(store.read(List.of(REQUEST)))
                .isEqualTo(Map.of(REQUEST, new ReadResult.Unsupported("the engine has version 1")));
        assertThatThrownBy(() -> store.delete("KEY"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.UNSUPPORTED))
                .hasMessage("the store \"vault\" is not open: the engine has version 1");
        assertThat(store.health().available()).isFalse();
        store.close();
    }

    @Test
    void aDefectIsNoReasonToGiveUp() {
        OpeningStore store = new OpeningStore("database", () -> {
            throw new IllegalStateException("a message that nobody vouches for");
        });
        store.open();

        assertThat(store.health().detail()).isEqualTo("an unexpected java.lang.IllegalStateException");
        store.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
