package io.sparksecrets.https;

import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/** What one connection is at, and since when. */
final class ConnectionAge {

    private enum State {
        NEW,
        IN_REQUEST,
        BETWEEN_REQUESTS
    }

    private final Connection connection;
    private final ConnectionLimits limits;
    private State state = State.NEW;
    private long since;
    private long bytesBefore;
    private boolean headerBegun;

    ConnectionAge(Connection connection, ConnectionLimits limits, long now) {
        this.connection = connection;
        this.limits = limits;
        since = now;
    }

    synchronized void requestBegins(long now) {
        state = State.IN_REQUEST;
        since = now;
    }

    synchronized void requestEnds(long now) {
        state = State.BETWEEN_REQUESTS;
        since = now;
        bytesBefore = connection.getBytesIn();
        headerBegun = false;
    }

    /** What it has taken too long for; empty while all is well. */
    synchronized Optional<String> overdue(long now) {
        if (state == State.BETWEEN_REQUESTS && !headerBegun && connection.getBytesIn() != bytesBefore) {
            headerBegun = true;
            since = now;
        }
        return switch (state) {
            case NEW -> overdue(now, limits.firstRequest(), "first request");
            case IN_REQUEST -> overdue(now, limits.request(), "request");
            case BETWEEN_REQUESTS -> headerBegun ? overdue(now, limits.header(), "header") : Optional.empty();
        };
    }

    private Optional<String> overdue(long now, Duration limit, String what) {
        return now - since > limit.toNanos() ? Optional.of(what) : Optional.empty();
    }

    /** How long it has had no request, in nanoseconds; negative while it has one. */
    synchronized long idle(long now) {
        return state == State.IN_REQUEST ? -1 : now - since;
    }

    /** Without a word to the client, who may not listen. */
    void close() {
        if (connection.getEndPoint() instanceof SslConnection.SslEndPoint inner) {
            inner.getSslConnection().getEndPoint().close();
        } else {
            connection.getEndPoint().close();
        }
    }
}
