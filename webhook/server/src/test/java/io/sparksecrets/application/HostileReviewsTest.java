package io.sparksecrets.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.https.KeptConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a replica with the memory that the chart gives does while somebody sends what is meant to end it. */
@Timeout(600)
class HostileReviewsTest {

    private static final int LONGEST = 4 * 1024 * 1024;
    private static final int AT_ONCE = 50;
    private static final int KINDS_AT_ONCE = 3;

    /** The webhook of validation has this long; a machine that does much else needs some of it. */
    private static final Duration IN_TIME = Duration.ofSeconds(5);

    @TempDir
    static Path directory;

    private static ReplicaProcess replica;
    private static SSLContext trust;

    @BeforeAll
    static void start() throws Exception {
        replica = ReplicaProcess.start(directory);
        trust = KeptConnection.trusting(replica.authority());
        // Its first requests are slow, whoever sends them.
        for (int i = 0; i < 300; i++) {
            send("/admission/mutate", HostileReviews.ordinary());
        }
    }

    @AfterAll
    static void stop() {
        replica.close();
    }

    @Test
    void fiftyBodiesAtOnceEndNoReplicaAndKeepNoOrdinaryReviewFromItsAnswer() throws Exception {
        List<Map.Entry<String, byte[]>> all =
                List.copyOf(new HostileReviews(LONGEST).all().entrySet());
        for (int i = 0; i < all.size(); i += KINDS_AT_ONCE) {
            List<Map.Entry<String, byte[]>> some = all.subList(i, Math.min(i + KINDS_AT_ONCE, all.size()));
            String name = some.stream().map(Map.Entry::getKey).collect(Collectors.joining(", "));

            List<Integer> statuses =
                    sendAtOnce(some.stream().map(Map.Entry::getValue).toList(), name);

            assertThat(replica.end()).as(name).isEmpty();
            assertThat(replica.residentMib())
                    .as("MiB after " + name)
                    .isLessThan(ReplicaProcess.memoryLimitOfTheChart());
            assertThat(statuses)
                    .as(name)
                    .hasSize(AT_ONCE)
                    .isSubsetOf(List.of(200, 400, 408, 413, 503))
                    .containsAnyOf(200, 400, 413);
        }
    }

    @Test
    void fiftyBodiesThatStopComingEndNoReplicaEither() throws Exception {
        byte[] body = new HostileReviews(LONGEST).longest();
        String head = "POST /admission/mutate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        List<KeptConnection> slow = new ArrayList<>();
        List<Future<Integer>> sent = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                KeptConnection connection = connect();
                slow.add(connection);
                sent.add(threads.submit(() -> {
                    connection.send(head);
                    connection.send(Arrays.copyOf(body, body.length / 4 * 3));
                    return connection.read().status();
                }));
            }
            for (int i = 0; i < 10; i++) {
                assertThatAnOrdinaryReviewIsAnsweredInTime("slow senders");
            }
            for (Future<Integer> one : sent) {
                assertThat(one.get()).isIn(408, 503);
            }
        } finally {
            for (KeptConnection connection : slow) {
                connection.close();
            }
        }
        assertThat(replica.end()).isEmpty();
    }

    /** The statuses of the answers; meanwhile ordinary reviews are sent, one after another. */
    private static List<Integer> sendAtOnce(List<byte[]> hostile, String name) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch left = new CountDownLatch(AT_ONCE);
            List<Future<Integer>> sent = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                byte[] body = hostile.get(i % hostile.size());
                String path = i % 2 == 0 ? "/admission/mutate" : "/admission/validate";
                sent.add(threads.submit(() -> {
                    try {
                        return send(path, body);
                    } finally {
                        left.countDown();
                    }
                }));
            }
            do {
                assertThatAnOrdinaryReviewIsAnsweredInTime(name);
            } while (left.getCount() > 0);
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : sent) {
                statuses.add(one.get());
            }
            return statuses;
        }
    }

    private static void assertThatAnOrdinaryReviewIsAnsweredInTime(String meanwhile) throws IOException {
        long start = System.nanoTime();
        assertThat(send("/admission/mutate", HostileReviews.ordinary()))
                .as("an ordinary review beside " + meanwhile)
                .isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("an ordinary review beside " + meanwhile)
                .isLessThan(IN_TIME);
    }

    private static int send(String path, byte[] body) throws IOException {
        try (KeptConnection connection = connect()) {
            return connection.post(path, body).status();
        }
    }

    private static KeptConnection connect() throws IOException {
        return KeptConnection.open(trust, replica.admissionPort());
    }
}
