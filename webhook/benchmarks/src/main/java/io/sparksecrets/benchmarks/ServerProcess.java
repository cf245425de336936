package io.sparksecrets.benchmarks;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A {@link BenchmarkServer} and what the operating system knows of it. */
final class ServerProcess implements AutoCloseable {

    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx256m");

    private final Process process;
    private final int port;
    private final int startMillis;
    private final SSLContext trust;

    private ServerProcess(Process process, int port, int startMillis, SSLContext trust) {
        this.process = process;
        this.port = port;
        this.startMillis = startMillis;
        this.trust = trust;
    }

    static ServerProcess start(Scenario scenario) throws IOException, GeneralSecurityException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(JVM);
        builder.command()
                .addAll(List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        BenchmarkServer.class.getName(),
                        scenario.name()));
        Process process =
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("READY ")) {
                Iterator<String> words = List.of(line.split(" ", -1)).listIterator(1);
                return new ServerProcess(
                        process,
                        Integer.parseInt(words.next()),
                        Integer.parseInt(words.next()),
                        trusting(Base64.getDecoder().decode(words.next())));
            }
        }
        throw new IOException("the server ended before it was ready");
    }

    int port() {
        return port;
    }

    /** From the start of the JVM until it listened. */
    int startMillis() {
        return startMillis;
    }

    SSLContext trust() {
        return trust;
    }

    /** The processor time used since the start, with a resolution of 10 ms. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** The resident memory in MiB. */
    long residentMib() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    private static SSLContext trusting(byte[] authority) throws IOException, GeneralSecurityException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry(
                "ca", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
