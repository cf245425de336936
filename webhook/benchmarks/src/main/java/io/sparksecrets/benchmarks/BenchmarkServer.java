package io.sparksecrets.benchmarks;

import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.https.HttpsServer;
import io.sparksecrets.logging.JsonLogs;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** The server under load, in a process of its own. Ends when its standard input ends. */
final class BenchmarkServer {

    private BenchmarkServer() {}

    /**
     * Serves one scenario and says on standard error {@code READY port milliseconds-since-start certificate-of-the-authority}.
     *
     * @param arguments the name of the {@link Scenario}
     */
    public static void main(String[] arguments) throws Exception {
        Scenario scenario = Scenario.valueOf(arguments[0]);
        JsonLogs.install(scenario.logLevel());
        Instant now = Instant.now();
        CertificateAuthority authority = CertificateAuthority.create(now, Duration.ofDays(2));
        HttpsServer server = new HttpsServer(
                HttpsServer.Settings.onPort(0),
                authority.issue(List.of("localhost"), now, Duration.ofDays(1)),
                scenario.routes());
        server.start();
        System.err.printf(
                "READY %d %d %s%n",
                server.port(),
                System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime(),
                Base64.getEncoder().encodeToString(authority.certificate().getEncoded()));
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        server.stop(Duration.ZERO);
    }
}
