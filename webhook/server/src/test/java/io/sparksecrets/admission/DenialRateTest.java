package io.sparksecrets.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
    void whoGuessesNamesIsStoppedAndNobodyElseIs() {
        AdmissionResponse manyReasons = AdmissionResponse.denied("refused:" + "\n - secret: not found".repeat(500));
        rate.count("10.0.0.66", "etl", manyReasons);
        rate.count("10.0.0.66", "etl", manyReasons);

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
}
