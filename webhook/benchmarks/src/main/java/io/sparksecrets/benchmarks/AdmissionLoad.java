package io.sparksecrets.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends a captured AdmissionReview of a Spark 4.1.1 driver pod to a server on this machine and prints what that costs.
 *
 * <p>Arguments: connections (1 to 64), requests (at most a million), rounds (1 to 10), and names of {@link Scenario}s, all of
 * them when none is named. The scenarios take turns in each round, so that what else the machine does hits all alike. A round of
 * one scenario ends after a minute in any case.
 */
final class AdmissionLoad {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final int connections;
    private final int requests;
    private final byte[] body;

    private AdmissionLoad(int connections, int requests, byte[] body) {
        this.connections = connections;
        this.requests = requests;
        this.body = body;
    }

    public static void main(String[] arguments) throws Exception {
        AdmissionLoad load = new AdmissionLoad(
                number(arguments[0], 1, 64), number(arguments[1], 1, 1_000_000), resource("/driver-pod.json"));
        int rounds = number(arguments[2], 1, 10);
        List<Scenario> scenarios = arguments.length == 3
                ? List.of(Scenario.values())
                : Arrays.stream(arguments, 3, arguments.length)
                        .map(Scenario::valueOf)
                        .toList();
        System.out.printf(
                "%d connections, %d requests of %d bytes%n", load.connections, load.requests, load.body.length);
        System.out.println("scenario        requests/s  CPU us/request   p50 ms   p99 ms  RSS MiB  start ms");
        for (int round = 0; round < rounds; round++) {
            for (Scenario scenario : scenarios) {
                load.measure(scenario);
            }
        }
    }

    private void measure(Scenario scenario) throws Exception {
        try (ServerProcess server = ServerProcess.start(scenario)) {
            send(server);
            Duration cpuBefore = server.cpu();
            long start = System.nanoTime();
            long[] nanos = send(server);
            double seconds = (System.nanoTime() - start) / 1e9;
            Duration cpu = server.cpu().minus(cpuBefore);
            Arrays.sort(nanos);
            System.out.printf(
                    "%-14s %11.0f %15.1f %8.2f %8.2f %8d %9d%n",
                    scenario,
                    nanos.length / seconds,
                    cpu.toNanos() / 1e3 / nanos.length,
                    nanos[nanos.length / 2] / 1e6,
                    nanos[(int) (nanos.length * 0.99)] / 1e6,
                    server.residentMib(),
                    server.startMillis());
        }
    }

    /** Sends all requests over all connections; how long each took, in nanoseconds. */
    private long[] send(ServerProcess server) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<long[]>> sent = new ArrayList<>();
            long end = System.nanoTime() + LONGEST.toNanos();
            for (int i = 0; i < connections; i++) {
                Callable<long[]> client = () -> send(server, requests / connections, end);
                sent.add(threads.submit(client));
            }
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> one : sent) {
                all.add(one.get());
            }
            return all.stream().flatMapToLong(Arrays::stream).toArray();
        }
    }

    private long[] send(ServerProcess server, int count, long end) throws IOException {
        long[] nanos = new long[count];
        try (LoadConnection connection = new LoadConnection(server, Scenario.PATH, body)) {
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                if (start - end > 0) {
                    return Arrays.copyOf(nanos, i);
                }
                connection.roundTrip();
                nanos[i] = System.nanoTime() - start;
            }
        }
        return nanos;
    }

    private static int number(String text, int least, int most) {
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException("%d is not between %d and %d".formatted(number, least, most));
        }
        return number;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(AdmissionLoad.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
