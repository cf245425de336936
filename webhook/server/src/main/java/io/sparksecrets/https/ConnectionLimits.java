package io.sparksecrets.https;

import java.time.Duration;

/**
 * What clients may do with connections before any of their requests is looked at.
 *
 * <p>A connection that has nothing to say between two requests is no business of these: it may be kept.
 *
 * @param inAll how many may be open; for one more, the one that is idle longest goes, of the source that has most
 * @param perSource how many may be open from one address; one more is closed at once
 * @param firstRequest how long a new one may take until the header of its first request is there, the handshake included
 * @param header how long the header of a further request may take from its first byte
 * @param request how long a request may take from its header until its answer is read
 */
public record ConnectionLimits(int inAll, int perSource, Duration firstRequest, Duration header, Duration request) {

    /**
     * For API servers, of which each may have some hundred connections, and all may come from one address.
     *
     * @param request as above
     */
    public static ConnectionLimits forApiServers(Duration request) {
        return new ConnectionLimits(1000, 500, Duration.ofSeconds(10), Duration.ofSeconds(5), request);
    }

    /** For a kubelet and for those who collect metrics. */
    public static ConnectionLimits forProbes() {
        return new ConnectionLimits(64, 16, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10));
    }
}
