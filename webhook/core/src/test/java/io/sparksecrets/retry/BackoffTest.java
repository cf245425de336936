package io.sparksecrets.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void eachPauseIsTwiceTheOneBeforeUpToTheLongest() {
        Backoff first = Backoff.doubling(Duration.ofMillis(500), Duration.ofSeconds(3));

        assertThat(Stream.iterate(first, Backoff::longer).limit(5).map(Backoff::pause))
                .containsExactly(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(3));
    }
}
