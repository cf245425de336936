package io.sparksecrets.rate;

/**
 * What may be taken at once, and comes back over time. Whoever takes more than is left is in debt, and waits for longer.
 *
 * @param left how many tokens it has, at most as many as the limit's capacity
 * @param nanoTime when it had them, on a clock of the caller's that never goes back
 */
public record TokenBucket(Limit limit, double left, long nanoTime) {

    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * How much and how fast.
     *
     * @param capacity how many tokens a full bucket has
     * @param perSecond how many come back each second
     */
    public record Limit(int capacity, int perSecond) {

        /** A bucket that is full now. */
        public TokenBucket full(long now) {
            return new TokenBucket(this, capacity, now);
        }
    }

    /** The same bucket with what came back until now. */
    public TokenBucket at(long now) {
        double back = (now - nanoTime) / NANOS_PER_SECOND * limit.perSecond();
        return new TokenBucket(limit, Math.min(limit.capacity(), left + back), now);
    }

    /** The same bucket after so many tokens were taken, whether it had them or not. */
    public TokenBucket minus(long tokens) {
        return new TokenBucket(limit, left - tokens, nanoTime);
    }

    /** Whether not one token is left. */
    public boolean isUsedUp() {
        return left < 1;
    }
}
