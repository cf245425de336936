package io.sparksecrets.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitingTest {

    @Test
    void itAsksUntilTheAnswerIsYesInTheThreadThatWaits() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Thread waiting = Thread.currentThread();

        Waiting.until(
                "the third time",
                Duration.ofMinutes(1),
                () -> asked.incrementAndGet() == 3 && Thread.currentThread() == waiting);

        assertThat(asked).hasValue(3);
    }

    @Test
    void whatDoesNotComeTrueIsNamed() {
        assertThatThrownBy(() -> Waiting.until("Godot", Duration.ofSeconds(1), () -> false))
                .isInstanceOf(IOException.class)
                .hasMessage("waited 1 s in vain for Godot");
    }

    @Test
    void whatTheConditionThrowsPasses() {
        assertThatThrownBy(() -> Waiting.until("a file", Duration.ofMinutes(1), () -> {
                    throw new NoSuchFileException("missing");
                }))
                .isInstanceOf(NoSuchFileException.class);
    }
}
