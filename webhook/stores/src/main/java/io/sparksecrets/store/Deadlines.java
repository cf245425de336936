package io.sparksecrets.store;

import java.time.Duration;

/**
 * How the deadlines of an admission nest. Each ends before the one around it, so that the one who knows which store is slow says so, instead
 * of the API server saying that a webhook was:
 *
 * <pre>
 * API server, timeoutSeconds of the validating webhook    5 s
 *   the stores for one review, admission.deadline       3.5 s   {@link #REVIEW}
 *     each store that it asks                             3 s   {@link #STORE}
 *       until it has a connection                         1 s   {@link #CONNECTION}
 *       until the answer is there                         2 s   {@link #ANSWER}
 * </pre>
 *
 * <p>The cache lies across them: a read that many reviews share outlives the review that began it, see {@link #ofSharedRead}.
 * webhook/docs/deadlines.md tells who may change which.
 */
public final class Deadlines {

    /** How long stores may take for one review, where nothing else is configured. */
    public static final Duration REVIEW = Duration.ofMillis(3500);

    /** How long a store may need for a connection. */
    public static final Duration CONNECTION = Duration.ofSeconds(1);

    /** How long a store may need for an answer, once it is connected. */
    public static final Duration ANSWER = Duration.ofSeconds(2);

    /** How long an adapter may need for one read, all in all. */
    public static final Duration STORE = CONNECTION.plus(ANSWER);

    private static final Duration BEYOND_REVIEW = Duration.ofMillis(500);

    private Deadlines() {}

    /**
     * How long who shares a read waits for it at most: a little longer than a review may take, so that it is the review that gives up
     * and says for how long it waited.
     *
     * @param review how long one may take, as configured
     */
    public static Duration ofSharedRead(Duration review) {
        return review.plus(BEYOND_REVIEW);
    }
}
