package io.sparksecrets.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.admission.ReviewMemory.Reservation;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReviewMemoryTest {

    private static final int KIB = 1024;
    private static final int SHORT = 100;
    private static final int LONG = ReviewMemory.SHORT_BODY + 1;

    private final ReviewMemory memory = new ReviewMemory(10 * KIB, 100 * KIB, 2, Duration.ofMillis(50));

    @Test
    void aReviewWaitsUntilAnotherGivesBack() throws Exception {
        ReviewMemory patient = new ReviewMemory(10 * KIB, 0, 1, Duration.ofSeconds(50));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Reservation first = patient.reserve(SHORT);
                Reservation second = patient.reserve(SHORT)) {
            first.atLeast(8 * KIB);
            Future<?> waiting = threads.submit(() -> {
                second.atLeast(3 * KIB);
                return null;
            });
            Thread.sleep(50);
            assertThat(waiting).as("with 2 KiB left").isNotDone();

            first.atMost(7 * KIB);

            waiting.get();
        }
    }

    @Test
    void aReviewThatWaitsTooLongIsRefusedAndKeepsWhatItHas() throws Exception {
        try (Reservation first = memory.reserve(SHORT);
                Reservation second = memory.reserve(SHORT)) {
            first.atLeast(8 * KIB);
            second.atLeast(KIB);

            assertThatThrownBy(() -> second.atLeast(3 * KIB))
                    .isInstanceOf(OverloadedException.class)
                    .hasMessageContaining("try again");
            second.atLeast(2 * KIB);
        }
    }

    @Test
    void shortReviewsDoNotWaitForLongOnes() throws Exception {
        try (Reservation longOne = memory.reserve(LONG);
                Reservation ofUnknownLength = memory.reserve(-1);
                Reservation shortOne = memory.reserve(SHORT)) {
            longOne.atLeast(100 * KIB);

            assertThatThrownBy(() -> ofUnknownLength.atLeast(1)).isInstanceOf(OverloadedException.class);
            shortOne.atLeast(10 * KIB);
        }
    }

    @Test
    void allIsFreeAgainAfterwards() throws Exception {
        for (int i = 0; i < 100; i++) {
            try (Reservation one = memory.reserve(LONG)) {
                one.atLeast(60 * KIB + 1);
                one.atMost(7);
                one.atLeast(100 * KIB);
                one.turn();
            }
        }
    }

    @Test
    void oneThatNeedsMoreThanThereIsIsReadAlone() throws Exception {
        try (Reservation huge = memory.reserve(LONG);
                Reservation another = memory.reserve(LONG)) {
            huge.atLeast(Long.MAX_VALUE / 2);

            assertThatThrownBy(() -> another.atLeast(1)).isInstanceOf(OverloadedException.class);
        }
    }

    @Test
    void onlySomeLongReviewsAreTreatedAtOnceAndAnyNumberOfShortOnes() throws Exception {
        for (int i = 0; i < 1000; i++) {
            memory.reserve(SHORT).turn();
        }
        try (Reservation first = memory.reserve(LONG);
                Reservation third = memory.reserve(LONG)) {
            first.turn();
            try (Reservation second = memory.reserve(LONG)) {
                second.turn();

                assertThatThrownBy(third::turn).isInstanceOf(OverloadedException.class);
            }
            memory.reserve(LONG).turn();
        }
    }

    @Test
    void itSaysHowLongABodyMayBe() {
        for (long bytes : new long[] {1 << 20, 30 << 20, 40_000_000, 100 << 20, 1L << 30}) {
            long longest = new ReviewMemory(0, bytes, 1, Duration.ZERO).longestBody();

            assertThat(ReviewCost.of((int) longest)).isLessThanOrEqualTo(bytes);
            assertThat(ReviewCost.of((int) longest + 1)).isGreaterThan(bytes - KIB);
        }
    }
}
