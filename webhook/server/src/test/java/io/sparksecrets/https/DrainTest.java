package io.sparksecrets.https;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.Handler;
import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.https.KeptConnection.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client sees of a server that stops. */
@Timeout(60)
class DrainTest {

    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final CertificateAuthority authority = CertificateAuthority.create(Instant.now(), Duration.ofDays(2));
    private final SSLContext trust = KeptConnection.trusting(authority);

    @Test
    void aRequestThatIsBeingHandledIsAnsweredThoughTheServerStops() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        HttpsServer server = server(context -> {
            handling.countDown();
            await(release);
            context.result("after the stop began");
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                KeptConnection connection = KeptConnection.open(trust, server.port())) {
            Future<Answer> answer = threads.submit(() -> connection.post("/work", BODY));
            await(handling);

            int port = server.port();
            Future<?> stopped = threads.submit(() -> server.stop(Duration.ZERO));
            waitUntilRefused(port);
            assertThat(server.problem()).contains("draining");
            release.countDown();

            assertThat(answer.get().body()).contains("after the stop began");
            stopped.get();
            assertThat(server.problem()).contains("stopped");
        }
    }

    @Test
    void whileItDrainsItAnswersKeptAndNewConnectionsAndClosesThemAfterwards() throws Exception {
        HttpsServer server = server(context -> context.result("done"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                KeptConnection kept = KeptConnection.open(trust, server.port())) {
            assertThat(kept.post("/work", BODY).closes()).isFalse();
            Future<?> stopped = threads.submit(() -> server.stop(Duration.ofHours(1)));
            while (server.problem().isEmpty()) {
                Thread.onSpinWait();
            }

            Answer onKept = kept.post("/work", BODY);
            assertThat(onKept.status()).isEqualTo(200);
            assertThat(onKept.closes())
                    .as("Connection: close on the kept connection")
                    .isTrue();
            try (KeptConnection another = KeptConnection.open(trust, server.port())) {
                Answer onNew = another.post("/nowhere", BODY);
                assertThat(onNew.status()).isEqualTo(404);
                assertThat(onNew.closes()).as("Connection: close on an error").isTrue();
            }
            stopped.cancel(true);
        }
        assertThat(server.problem()).contains("stopped");
    }

    /**
     * A rolling update under load: clients that keep their connections, connect only to a server that is ready and obey {@code
     * Connection: close}, as the API server behind a Service does. No request may fail.
     */
    @Test
    void noRequestIsLostWhenOneOfTwoServersStopsUnderLoad() throws Exception {
        int clients = 8;
        int requestsEach = 400;
        AtomicInteger answered = new AtomicInteger();
        CountDownLatch underway = new CountDownLatch(clients * requestsEach / 8);
        Handler handler = context -> {
            answered.incrementAndGet();
            underway.countDown();
            context.result("done");
        };
        AtomicInteger answeredByStaying = new AtomicInteger();
        HttpsServer leaving = server(handler);
        HttpsServer staying = server(context -> {
            answeredByStaying.incrementAndGet();
            handler.handle(context);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> done = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                done.add(threads.submit(() -> send(requestsEach, leaving, staying)));
            }
            await(underway);
            leaving.stop(Duration.ofSeconds(2));

            for (Future<Integer> client : done) {
                assertThat(client.get()).isEqualTo(requestsEach);
            }
        }
        staying.stop(Duration.ZERO);
        assertThat(answered).hasValue(clients * requestsEach);
        assertThat(answeredByStaying).as("answered by the server that stays").hasPositiveValue();
        assertThat(answered.get() - answeredByStaying.get())
                .as("answered by the server that left")
                .isPositive();
    }

    /** Sends requests one after the other over kept connections; any failure ends it. */
    private int send(int requests, HttpsServer first, HttpsServer second) throws IOException {
        int answered = 0;
        while (answered < requests) {
            HttpsServer ready = first.problem().isEmpty() ? first : second;
            try (KeptConnection connection = KeptConnection.open(trust, ready.port())) {
                Answer answer;
                do {
                    answer = connection.post("/work", BODY);
                    assertThat(answer.status()).isEqualTo(200);
                    answered++;
                } while (answered < requests && !answer.closes());
            }
        }
        return answered;
    }

    private HttpsServer server(Handler handler) {
        HttpsServer server = new HttpsServer(
                new HttpsServer.Settings("127.0.0.1", 0, Duration.ofSeconds(20), Duration.ofSeconds(20)),
                authority.issue(List.of("localhost"), Instant.now(), Duration.ofDays(1)),
                routes -> routes.post("/work", context -> {
                    // What is not read of a request costs its connection.
                    assertThat(context.bodyAsBytes()).isEqualTo(BODY);
                    handler.handle(context);
                }));
        server.start();
        return server;
    }

    private static void waitUntilRefused(int port) throws IOException {
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
            } catch (ConnectException e) {
                return;
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).as("within 30 s").isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
