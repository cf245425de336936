package io.sparksecrets.certs.rotation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long things live.
 *
 * @param names what the server is called, the first ones by the API server
 * @param authorityValidity of an authority; at least four times that of a certificate, so that an authority is still valid when
 *     the last certificate that it issued ends
 * @param validity of a certificate
 * @param recheck how long at most until everything is looked at again though nothing was heard of
 */
public record RotationPolicy(List<String> names, Duration authorityValidity, Duration validity, Duration recheck) {

    /** How many validities of a certificate make the least validity of an authority. */
    public static final int LEAST_AUTHORITY_VALIDITIES = 4;

    /**
     * How long the API servers may take to act on a change of a webhook configuration. They watch; it is milliseconds unless one
     * of them is overloaded.
     */
    static final Duration PROPAGATION = Duration.ofSeconds(3);

    private static final Duration LONGEST_PUBLISHED = Duration.ofHours(1);

    public RotationPolicy {
        names = List.copyOf(names);
        if (authorityValidity.compareTo(validity.multipliedBy(LEAST_AUTHORITY_VALIDITIES)) < 0) {
            throw new IllegalArgumentException(
                    "an authority must live %d times as long as a certificate".formatted(LEAST_AUTHORITY_VALIDITIES));
        }
    }

    /** Looks at everything again every half minute. */
    public static RotationPolicy of(List<String> names, Duration authorityValidity, Duration validity) {
        return new RotationPolicy(names, authorityValidity, validity, Duration.ofSeconds(30));
    }

    /**
     * How long a new authority is published before it issues anything, and a former one after its last certificate has expired:
     * an hour, which no API server needs and no clock of a replica is wrong by; less where certificates live for less than thirty hours, as in trials.
     */
    Duration publishedFor() {
        Duration thirtieth = validity.dividedBy(30);
        return thirtieth.compareTo(LONGEST_PUBLISHED) < 0 ? thirtieth : LONGEST_PUBLISHED;
    }

    /**
     * When something is to be renewed: after two thirds of its life, and up to a twentieth later, so that not all replicas set
     * about it at once.
     *
     * @param jitter from 0 to 1, of this replica
     */
    static Instant renewal(Instant since, Instant until, double jitter) {
        long life = Duration.between(since, until).toMillis();
        return since.plusMillis(life * 2 / 3 + Math.round(life * jitter / 20));
    }
}
