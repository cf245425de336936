package io.sparksecrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.servers.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnThreadsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void aVirtualThreadThatWaitsInThisProgramIsFoundUntilItEnds(@TempDir Path directory) throws Exception {
        OwnThreads before = OwnThreads.now(directory);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<@Nullable Void> waiting = threads.submit(this::waitForTheEnd);
            Waiting.until(
                    "the thread", PATIENCE, () -> !OwnThreads.now(directory).noneBeside(before));
            assertThat(OwnThreads.now(directory).toString()).contains("waitForTheEnd");
            end.countDown();
            waiting.get();
        }
        assertThat(OwnThreads.now(directory).noneBeside(before)).isTrue();
    }

    private @Nullable Void waitForTheEnd() throws InterruptedException {
        end.await();
        return null;
    }
}
