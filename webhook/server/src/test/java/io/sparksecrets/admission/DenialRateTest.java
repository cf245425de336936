package io.sparksecrets.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DenialRateTest {

    private static final AdmissionResponse ONE_REASON = AdmissionResponse.denied("refused:\n - env A: missing");

    private Duration now = Duration.ofDays(1);
    private final DenialRate rate = new DenialRate(() -> now.toNanos());

    @Test
    void aBurstOfExecutorsThatAreAllRefusedIsToldWhy() {
        for (int i = 0; i < 500; i++) {
            assertThat(rate.isUsedUp("10.0.0.1", "etl")).isFalse();
            rate.count("10.0.0.1", "etl", AdmissionResponse.denied("refused:\n - env A: x\n - env B: y"));
        }
    }

    @Test
    void aDriverThatAsksForRefusedExecutorsForEverIsToldWhyEachTime() {
        for (int second = 0; second < 3_600; second++) {
            for (int i = 0; i < 10; i++) {
                assertThat(rate.isUsedUp("10.0.0.1", "etl")).isFalse();
                rate.count("10.0.0.1", "etl", ONE_REASON);
            }
            now = now.plusSeconds(1);
        }
    }

    @Test
    void aDriverThatIsRefusedForManyReasonsIsToldAllOfThemEachTime() {
        for (int second = 0; second < 3_600; second++) {
            for (int i = 0; i < 10; i++) {
                assertThat(rate.isUsedUp("10.0.0.1", "etl")).isFalse();
                rate.count("10.0.0.1", "etl", denied(0, 5));
            }
            now = now.plusSeconds(1);
        }
    }

    @Test
    void aReasonIsNewToAnotherAddressAndOfAnotherNamespace() {
        rate.count("10.0.0.1", "etl", denied(0, 500));
        rate.count("10.0.0.1", "etl", denied(500, 1_000));

        rate.count("10.0.0.66", "etl", denied(0, 500));
        rate.count("10.0.0.66", "etl", denied(500, 1_000));
        assertThat(rate.isUsedUp("10.0.0.66", "etl")).isTrue();
        rate.count("10.0.0.1", "ml", denied(0, 500));
        rate.count("10.0.0.1", "ml", denied(500, 1_000));
        assertThat(rate.isUsedUp("10.0.0.1", "ml")).isTrue();
    }

    @Test
    void aReasonThatWasToldTenMinutesAgoIsNewAgain() {
        rate.count("10.0.0.66", "etl", denied(0, 200));
        now = now.plus(Duration.ofMinutes(10));

        rate.count("10.0.0.66", "etl", denied(0, 200));
        rate.count("10.0.0.66", "etl", denied(200, 600));
        rate.count("10.0.0.66", "etl", denied(600, 1_000));

        assertThat(rate.isUsedUp("10.0.0.66", "etl")).isTrue();
    }

    @Test
    void soManyReasonsThatTheFirstAreForgottenCostTheSameEachTime() {
        int told = 0;
        for (int i = 0; i < 60 * 100; i++) {
            if (!rate.isUsedUp("10.0.0.66", "etl")) {
                rate.count("10.0.0.66", "etl", denied(i % 3 * 200, i % 3 * 200 + 200));
                told += 200;
            }
            now = now.plusMillis(10);
        }
        assertThat(told).isLessThan(DenialRate.CAPACITY + 60 * DenialRate.PER_SECOND + 200);
    }

    @Test
    void whoAsksAboutEverNewNamesFindsOutNoMoreThanTheRate() {
        int told = 0;
        for (int i = 0; i < 600 * 10; i++) {
            if (!rate.isUsedUp("10.0.0.66", "etl")) {
                rate.count("10.0.0.66", "etl", denied(told, told + 7));
                told += 7;
            }
            now = now.plusMillis(100);
        }
        assertThat(told).isLessThan(DenialRate.CAPACITY + 600 * DenialRate.PER_SECOND + 7);
    }

    @Test
    void whoGuessesNamesIsStoppedAndNobodyElseIs() {
        rate.count("10.0.0.66", "etl", denied(0, 500));
        rate.count("10.0.0.66", "etl", denied(500, 1_000));

        assertThat(rate.isUsedUp("10.0.0.66", "etl")).isTrue();
        assertThat(rate.isUsedUp("10.0.0.1", "etl")).as("the API server").isFalse();
        assertThat(rate.isUsedUp("10.0.0.66", "ml")).as("another namespace").isFalse();
    }

    @Test
    void nobodyFindsOutMoreThanTheRateInAnHour() {
        int told = 0;
        for (int i = 0; i < 3_600 * 100; i++) {
            if (!rate.isUsedUp("10.0.0.66", "etl")) {
                rate.count("10.0.0.66", "etl", ONE_REASON);
                told++;
            }
            now = now.plusMillis(10);
        }
        assertThat(told).isLessThan(DenialRate.CAPACITY + 3_600 * DenialRate.PER_SECOND + 1);
    }

    /** A denial with a reason for each secret from the first to before the end, not so many that the message is cut. */
    private static AdmissionResponse denied(int first, int end) {
        return AdmissionResponse.denied(IntStream.range(first, end)
                .mapToObj(i -> "\n - env A: no secret " + i)
                .collect(Collectors.joining("", "refused:", "")));
    }
}
