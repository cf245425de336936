package io.sparksecrets.health;

import io.sparksecrets.https.CannotListenException;
import io.sparksecrets.https.ConnectionGuard;
import io.sparksecrets.https.ConnectionLimits;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves over plain HTTP {@code GET /livez} (200 as long as the process answers), {@code GET /readyz} (200, or 503 and why not,
 * one reason a line) and {@code GET /metrics} (Prometheus' text format).
 *
 * <p>A server of its own, so that it goes on answering while the admission server drains and stops. Who holds connections open
 * does not keep out the kubelet, which would kill a replica that does not answer.
 */
public final class HealthServer implements AutoCloseable {

    private record Answer(int status, String contentType, String body) {
        static Answer text(int status, String body) {
            return new Answer(status, "text/plain; charset=utf-8", body);
        }
    }

    private static final int MAX_THREADS = 6;

    private final Readiness readiness;
    private final Supplier<String> metrics;
    private final ReentrantLock oneScrape = new ReentrantLock();
    private final Server server;
    private final ServerConnector connector;

    /**
     * Listens from now on.
     *
     * @param address on which address of this host; {@code 0.0.0.0} for all
     * @param port 0 for any that is free
     * @throws CannotListenException when its port cannot be opened
     */
    public HealthServer(String address, int port, Readiness readiness, Supplier<String> metrics) {
        this.readiness = readiness;
        this.metrics = metrics;
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
        threads.setName("health");
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address);
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new Answers());
        server.setErrorHandler((request, response, callback) -> {
            send(response, callback, Answer.text(response.getStatus(), "no request of HTTP/1.1\n"));
            return true;
        });
        ConnectionGuard.guard(server, connector, ConnectionLimits.forProbes());
        start(address, port);
    }

    private void start(String address, int port) {
        try {
            connector.open();
            server.start();
        } catch (IOException e) {
            throw new CannotListenException(address, port, e);
        } catch (Exception e) {
            throw new IllegalStateException("the server for health and metrics does not start", e);
        }
    }

    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server for health and metrics does not stop", e);
        }
    }

    private final class Answers extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            boolean gets = HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
            send(response, callback, gets ? answer(Request.getPathInContext(request)) : Answer.text(405, "only GET\n"));
            return true;
        }
    }

    private static void send(Response response, Callback callback, Answer answer) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        Content.Sink.write(response, true, answer.body(), callback);
    }

    private Answer answer(String path) {
        return switch (path) {
            case "/livez" -> Answer.text(200, "ok\n");
            case "/readyz" -> ready(readiness.problems());
            case "/metrics" -> new Answer(200, "text/plain; version=0.0.4; charset=utf-8", scrape());
            default -> Answer.text(404, "there are /livez, /readyz and /metrics\n");
        };
    }

    /** One at a time: to collect them takes far more memory than the text. */
    private String scrape() {
        oneScrape.lock();
        try {
            return metrics.get();
        } finally {
            oneScrape.unlock();
        }
    }

    private static Answer ready(List<String> problems) {
        return problems.isEmpty()
                ? Answer.text(200, "ok\n")
                : Answer.text(503, "not ready\n" + String.join("\n", problems) + "\n");
    }
}
