package io.sparksecrets.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.LeasedStores;
import io.sparksecrets.store.Recipient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeasesTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private Duration now = Duration.ZERO;
    private final Leases leases = new Leases(LeasedStores.NONE, 2, () -> now.toNanos());

    @Test
    void noMoreThanTheLimitOfOneApplicationHaveCredentialsAtTheSameTime() {
        make("exec-1", "app", HOUR);
        make("exec-2", "app", HOUR);

        assertThat(leases.begin(executor("exec-3", "app"))).isFalse();
        assertThat(leases.begin(executor("exec-1", "another"))).isTrue();
    }

    @Test
    void whoAsksAgainIsCountedOnce() {
        make("exec-1", "app", HOUR);
        make("exec-1", "app", HOUR);

        assertThat(leases.begin(executor("exec-2", "app"))).isTrue();
        assertThat(leases.begin(executor("exec-1", "app"))).isTrue();
    }

    @Test
    void anEndedLeaseMakesRoom() {
        make("exec-1", "app", HOUR);
        make("exec-2", "app", HOUR.multipliedBy(2));

        now = HOUR;

        assertThat(leases.begin(executor("exec-3", "app"))).isTrue();
        assertThat(leases.begin(executor("exec-4", "app"))).isFalse();
    }

    @Test
    void whatIsBeingReadCountsAlready() {
        assertThat(leases.begin(executor("exec-1", "app"))).isTrue();
        assertThat(leases.begin(executor("exec-2", "app"))).isTrue();
        assertThat(leases.begin(executor("exec-3", "app"))).isFalse();
    }

    @Test
    void whatCameToNothingDoesNotCount() {
        make("exec-1", "app", HOUR);
        leases.begin(executor("exec-2", "app"));
        leases.end(executor("exec-2", "app"), Optional.empty());

        assertThat(leases.begin(executor("exec-3", "app"))).isTrue();
    }

    @Test
    void whoGetsNothingTheSecondTimeStillHasWhatHeGotBefore() {
        make("exec-1", "app", HOUR);
        make("exec-2", "app", HOUR);
        leases.begin(executor("exec-2", "app"));
        leases.end(executor("exec-2", "app"), Optional.empty());

        assertThat(leases.begin(executor("exec-3", "app"))).isFalse();
    }

    @Test
    void whoIsNoExecutorIsNotCounted() {
        Recipient driver = new Recipient("driver", Optional.empty());
        for (int i = 0; i < 10; i++) {
            assertThat(leases.begin(driver)).isTrue();
            leases.end(driver, Optional.of(HOUR));
        }
    }

    private void make(String name, String application, Duration lease) {
        assertThat(leases.begin(executor(name, application))).isTrue();
        leases.end(executor(name, application), Optional.of(lease));
    }

    private static Recipient executor(String name, String application) {
        return new Recipient(name, Optional.of(application));
    }
}
