package io.sparksecrets.https;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** Has a connector keep to {@link ConnectionLimits}. */
public final class ConnectionGuard {

    private ConnectionGuard() {}

    /** To be called before the server starts, once its handlers are set. */
    public static void guard(Server server, ServerConnector connector, ConnectionLimits limits) {
        ConnectionDeadlines deadlines = new ConnectionDeadlines(limits, connector.getScheduler());
        connector.addBean(deadlines, false);
        connector.addBean(new ConnectionCount(limits, deadlines::closeIdlest));
        connector.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarted(LifeCycle started) {
                deadlines.sweepEachSecond();
            }
        });
        server.insertHandler(deadlines);
    }
}
