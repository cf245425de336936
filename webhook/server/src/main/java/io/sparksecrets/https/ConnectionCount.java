package io.sparksecrets.https;

import java.net.InetAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;

/**
 * Keeps the number of connections within {@link ConnectionLimits}.
 *
 * <p>Jetty's NetworkConnectionLimit accepts none at all while there are too many, so that who has them keeps out all others.
 */
final class ConnectionCount implements SelectorManager.AcceptListener {

    private final ConnectionLimits limits;
    private final Predicate<InetAddress> closeIdlest;
    private final Map<SelectableChannel, InetAddress> open = new HashMap<>();
    private final Map<InetAddress, Integer> bySource = new HashMap<>();

    /** @param closeIdlest closes a connection of a source, and tells whether there was one to close */
    ConnectionCount(ConnectionLimits limits, Predicate<InetAddress> closeIdlest) {
        this.limits = limits;
        this.closeIdlest = closeIdlest;
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        if (!(channel instanceof SocketChannel accepted)) {
            return;
        }
        InetAddress source = accepted.socket().getInetAddress();
        if (source == null || !hasRoom(channel, source)) {
            // What Jetty's own limit does: the registration that follows fails, and we are told.
            IO.close(channel);
        }
    }

    private boolean hasRoom(SelectableChannel channel, InetAddress source) {
        InetAddress most;
        synchronized (this) {
            open.put(channel, source);
            if (bySource.merge(source, 1, Integer::sum) > limits.perSource()) {
                return false;
            }
            if (open.size() <= limits.inAll()) {
                return true;
            }
            most = Collections.max(bySource.entrySet(), Map.Entry.comparingByValue())
                    .getKey();
        }
        return closeIdlest.test(most);
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        forget(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        forget(channel);
    }

    private synchronized void forget(SelectableChannel channel) {
        InetAddress source = open.remove(channel);
        if (source != null) {
            bySource.computeIfPresent(source, (address, number) -> number == 1 ? null : number - 1);
        }
    }
}
