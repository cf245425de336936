package io.sparksecrets.https;

import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Has every answer close its connection while the server drains. A client that keeps connections would otherwise go on using
 * them, because it does not learn from readiness; and it would send a request into one of them as the server closes it.
 */
final class DrainHandler extends Handler.Wrapper {

    private final BooleanSupplier draining;

    DrainHandler(BooleanSupplier draining) {
        this.draining = draining;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (draining.getAsBoolean()) {
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        return super.handle(request, response, callback);
    }
}
