package io.sparksecrets.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sparksecrets.https.CannotListenException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves over plain HTTP {@code GET /livez} (200 as long as the process answers), {@code GET /readyz} (200, or 503 and why not,
 * one reason a line) and {@code GET /metrics} (Prometheus' text format).
 *
 * <p>A server of its own, the JDK's, so that it goes on answering while the admission server drains and stops.
 */
public final class HealthServer implements AutoCloseable {

    private record Answer(int status, String contentType, String body) {
        static Answer text(int status, String body) {
            return new Answer(status, "text/plain; charset=utf-8", body);
        }
    }

    private final Readiness readiness;
    private final Supplier<String> metrics;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

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
        try {
            server = HttpServer.create(new InetSocketAddress(address, port), 0);
        } catch (IOException e) {
            throw new CannotListenException(address, port, e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            Answer answer = head || exchange.getRequestMethod().equals("GET")
                    ? answer(exchange.getRequestURI().getPath())
                    : Answer.text(405, "only GET\n");
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(String path) {
        return switch (path) {
            case "/livez" -> Answer.text(200, "ok\n");
            case "/readyz" -> ready(readiness.problems());
            case "/metrics" -> new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
            default -> Answer.text(404, "there are /livez, /readyz and /metrics\n");
        };
    }

    private static Answer ready(List<String> problems) {
        return problems.isEmpty()
                ? Answer.text(200, "ok\n")
                : Answer.text(503, "not ready\n" + String.join("\n", problems) + "\n");
    }
}
