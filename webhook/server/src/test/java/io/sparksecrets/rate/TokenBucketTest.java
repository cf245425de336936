package io.sparksecrets.rate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000;
    private static final TokenBucket FULL = new TokenBucket.Limit(10, 2).full(SECOND);

    @Test
    void whatIsTakenComesBackOverTime() {
        TokenBucket empty = FULL.minus(10);

        assertThat(empty.isUsedUp()).isTrue();
        assertThat(empty.at(SECOND + SECOND / 2 - 1).isUsedUp()).isTrue();
        assertThat(empty.at(SECOND + SECOND / 2).isUsedUp()).isFalse();
        assertThat(empty.at(3 * SECOND).left()).isEqualTo(4);
    }

    @Test
    void itHoldsNoMoreThanItsCapacity() {
        assertThat(FULL.at(100 * SECOND).left()).isEqualTo(10);
    }

    @Test
    void whatIsTakenBeyondWhatIsThereIsOwed() {
        TokenBucket owing = FULL.minus(20);

        assertThat(owing.at(6 * SECOND).isUsedUp()).isTrue();
        assertThat(owing.at(7 * SECOND).left()).isEqualTo(2);
    }
}
