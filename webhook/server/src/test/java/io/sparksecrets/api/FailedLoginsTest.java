package io.sparksecrets.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.SecretValue;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {

    private static final String ADDRESS = "10.0.0.66";
    private static final SecretValue ALICE = SecretValue.of("token-of-alice");
    private static final SecretValue MADE_UP = SecretValue.of("made-up");

    private Duration now = Duration.ofDays(1);
    private final FailedLogins logins = new FailedLogins(() -> now.toNanos());

    @Test
    void oneAddressMayFailTwentyTimesAtOnceAndOnceASecondAfterThat() {
        int failed = 0;
        for (int i = 0; i < 600; i++) {
            if (logins.mayTry(ADDRESS, MADE_UP)) {
                logins.failed(ADDRESS, MADE_UP);
                failed++;
            }
            now = now.plusMillis(100);
        }
        assertThat(failed).isBetween(20 + 59, 20 + 60);
    }

    @Test
    void anotherAddressDoesNotNotice() {
        useUp(ADDRESS);

        assertThat(logins.mayTry(ADDRESS, MADE_UP)).isFalse();
        assertThat(logins.mayTry("10.0.0.1", MADE_UP)).isTrue();
    }

    @Test
    void aTokenThatWasAcceptedFromTheAddressMayBeTriedForTenSeconds() {
        logins.succeeded(ADDRESS, ALICE);
        useUp(ADDRESS);
        useUp("10.0.0.1");

        assertThat(logins.mayTry(ADDRESS, ALICE)).isTrue();
        assertThat(logins.mayTry("10.0.0.1", ALICE)).as("from another address").isFalse();

        now = now.plusSeconds(10);
        useUp(ADDRESS);
        assertThat(logins.mayTry(ADDRESS, ALICE)).isFalse();
    }

    @Test
    void aTokenThatIsNotAcceptedAnyMoreIsForgottenAtOnce() {
        logins.succeeded(ADDRESS, ALICE);
        logins.failed(ADDRESS, ALICE);
        useUp(ADDRESS);

        assertThat(logins.mayTry(ADDRESS, ALICE)).isFalse();
    }

    private void useUp(String address) {
        while (logins.mayTry(address, MADE_UP)) {
            logins.failed(address, MADE_UP);
        }
    }
}
