package io.sparksecrets.application;

import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.demo.ClusterInMemory;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.database.EmbeddedDatabase;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A replica in a process of its own, with the options of Java that the image has and the memory that the chart gives. */
final class ReplicaProcess implements AutoCloseable {

    private static final Path DEPLOY = Path.of("..", "..", "deploy");
    private static final Pattern IMAGE_OPTION = Pattern.compile("-XX:[^ \\\\]+");
    private static final Pattern MEMORY_LIMIT = Pattern.compile("limits:\\s+memory: ([0-9]+)Mi");

    private final Process process;
    private final Path log;
    private final int admissionPort;
    private final X509Certificate authority;

    private ReplicaProcess(Process process, Path log, String ready) throws GeneralSecurityException {
        this.process = process;
        this.log = log;
        List<String> words = Arrays.asList(ready.split(" ", -1));
        admissionPort = Integer.parseInt(words.get(1));
        authority = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Base64.getDecoder().decode(words.get(2))));
    }

    /** Starts it and waits until it serves. */
    static ReplicaProcess start(Path directory) throws IOException, GeneralSecurityException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(optionsOfTheImage());
        command.add("-XX:MaxRAM=" + memoryLimitOfTheChart() + "m");
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), ReplicaProcess.class.getName(), directory.toString()));
        Path log = directory.resolve("replica.log");
        Process process = new ProcessBuilder(command)
                .redirectOutput(log.toFile())
                .redirectError(ProcessBuilder.Redirect.PIPE)
                .start();
        BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("READY ")) {
                return new ReplicaProcess(process, log, line);
            }
        }
        throw new IOException("the replica ended before it was ready: " + tail(log));
    }

    /** What a container of the chart's limit gets for its heap depends on them. */
    private static List<String> optionsOfTheImage() throws IOException {
        Matcher options = IMAGE_OPTION.matcher(Files.readString(DEPLOY.resolve(Path.of("image", "build"))));
        return options.results()
                .map(found -> found.group())
                .filter(option -> !option.contains("AOT"))
                .toList();
    }

    static int memoryLimitOfTheChart() throws IOException {
        Matcher limit = MEMORY_LIMIT.matcher(Files.readString(DEPLOY.resolve(Path.of("chart", "values.yaml"))));
        if (!limit.find()) {
            throw new IOException("the chart's values.yaml has no memory limit in Mi");
        }
        return Integer.parseInt(limit.group(1));
    }

    int admissionPort() {
        return admissionPort;
    }

    X509Certificate authority() {
        return authority;
    }

    /** How the process ended; empty while it runs. */
    Optional<String> end() {
        return process.isAlive()
                ? Optional.empty()
                : Optional.of("ended with %d: %s".formatted(process.exitValue(), tail(log)));
    }

    /** The memory that the kernel counts against the container's limit and cannot take back, in MiB. */
    long residentMib() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static String tail(Path log) {
        try (InputStream in = Files.newInputStream(log)) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the other process: serves until it is killed. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        MemoryCertificates certificates = MemoryCertificates.making(List.of("localhost"));
        SecretStore store = EmbeddedDatabase.open(directory);
        for (String path : List.of("CONF_PASS", "DB_PASS", "EXE_PASS", "OPT_PASS")) {
            store.write(path, SecretValue.of("value of " + path), OptionalLong.empty(), "test");
        }
        ClusterInMemory cluster = new ClusterInMemory();
        try (InputStream driver = ReplicaProcess.class.getResourceAsStream("/demo/driver-pod.json")) {
            ObjectNode pod = (ObjectNode)
                    JsonMapper.shared().readTree(Objects.requireNonNull(driver)).at("/request/object");
            // As the recorded conf map names it.
            ((ObjectNode) pod.path("metadata")).put("uid", "717a7eae-5d25-4373-9dc7-d08f4189aead");
            cluster.store(pod);
        }
        Application application = Application.start(
                ConfigurationReader.read(
                        null,
                        Map.of(),
                        Map.of(
                                Settings.DATA_DIRECTORY, directory.toString(),
                                Settings.BIND_ADDRESS, "127.0.0.1",
                                Settings.ADMISSION_PORT, "0",
                                Settings.HEALTH_PORT, "0"),
                        access -> Optional.empty()),
                List.of(store),
                cluster,
                Installation.of(certificates, new byte[32]));
        System.err.printf(
                "READY %d %s%n",
                application.admissionPort(),
                Base64.getEncoder()
                        .encodeToString(certificates.authority().certificate().getEncoded()));
        Thread.sleep(Long.MAX_VALUE);
    }
}
