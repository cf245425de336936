package io.sparksecrets.https;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections that take longer than {@link ConnectionLimits} allow. Jetty's own timeouts begin anew with each byte, so that
 * a client who sends one every few seconds could stay.
 */
final class ConnectionDeadlines extends Handler.Wrapper implements Connection.Listener {

    private static final Logger log = LoggerFactory.getLogger(ConnectionDeadlines.class);

    private final ConnectionLimits limits;
    private final Scheduler scheduler;
    private final Map<Connection, ConnectionAge> open = new ConcurrentHashMap<>();

    /** @param scheduler runs as long as there are connections */
    ConnectionDeadlines(ConnectionLimits limits, Scheduler scheduler) {
        this.limits = limits;
        this.scheduler = scheduler;
    }

    /** Begins to look at all connections each second. */
    void sweepEachSecond() {
        scheduler.schedule(this::sweep, 1, TimeUnit.SECONDS);
    }

    private void sweep() {
        try {
            closeOverdue(System.nanoTime());
        } finally {
            sweepEachSecond();
        }
    }

    private void closeOverdue(long now) {
        Map<String, Integer> closed = new TreeMap<>();
        for (ConnectionAge age : open.values()) {
            age.overdue(now).ifPresent(what -> {
                closed.merge(what, 1, Integer::sum);
                age.close();
            });
        }
        closed.forEach((what, number) -> log.atWarn()
                .addKeyValue("what", what)
                .addKeyValue("connections", number)
                .log("connections closed that took too long"));
    }

    /** Closes the one of a source that has had no request for longest; not when all have one. */
    boolean closeIdlest(InetAddress source) {
        long now = System.nanoTime();
        ConnectionAge idlest = null;
        for (Map.Entry<Connection, ConnectionAge> one : open.entrySet()) {
            if (source.equals(source(one.getKey()))
                    && one.getValue().idle(now) > (idlest == null ? -1 : idlest.idle(now))) {
                idlest = one.getValue();
            }
        }
        if (idlest == null) {
            return false;
        }
        idlest.close();
        return true;
    }

    private static @Nullable InetAddress source(Connection connection) {
        return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress()
                : null;
    }

    @Override
    public void onOpened(Connection connection) {
        // That of HTTP inside it is told of too.
        if (!(connection instanceof SslConnection)) {
            open.put(connection, new ConnectionAge(connection, limits, System.nanoTime()));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        ConnectionAge age = open.get(request.getConnectionMetaData().getConnection());
        if (age != null) {
            age.requestBegins(System.nanoTime());
            Request.addCompletionListener(request, failure -> age.requestEnds(System.nanoTime()));
        }
        return super.handle(request, response, callback);
    }
}
