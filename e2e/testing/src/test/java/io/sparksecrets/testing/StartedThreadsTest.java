package io.sparksecrets.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StartedThreadsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void aVirtualThreadIsNamedUntilItEnds() throws Exception {
        try (StartedThreads threads = StartedThreads.watch()) {
            Thread waiting = Thread.ofVirtual().name("waits").start(this::waitForTheEnd);

            assertThat(threads.left()).containsExactly("waits");
            assertThatIOException()
                    .isThrownBy(() -> threads.awaitEnd(Duration.ZERO))
                    .withMessageContaining("waits");

            end.countDown();
            waiting.join();
            threads.awaitEnd(PATIENCE);
            assertThat(threads.left()).isEmpty();
        }
    }

    private void waitForTheEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
