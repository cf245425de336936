package io.sparksecrets.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar as people run it. */
@SuppressWarnings("NullAway.Init")
class SparkSecretsJarIT {

    private static final Path JAR = Path.of(Objects.requireNonNull(System.getProperty("spark-secrets.jar")));

    /** Where distributions, SDKMAN, asdf and build servers keep their Javas. */
    private static final List<Path> JAVA_HOMES = List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/opt/java"),
            Path.of("/opt/hostedtoolcache/Java_Temurin-Hotspot_jdk"),
            Path.of("/Library/Java/JavaVirtualMachines"),
            Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"),
            Path.of(System.getProperty("user.home"), ".asdf/installs/java"),
            Path.of(System.getProperty("user.home"), ".jdks"));

    @TempDir
    Path directory;

    private record Run(int exitCode, String out, String err) {}

    @Test
    void theVersionIsThatOfTheBuild() throws Exception {
        Run run = run(currentJava(), "--version");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith(
                        "spark-secrets " + System.getProperty("spark-secrets.version") + " (Java " + Runtime.version());
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void theHelpIsShownAndAMistakeEndsWithExitCode2() throws Exception {
        assertThat(run(currentJava(), "--help").out()).contains("Usage: spark-secrets");
        assertThat(run(currentJava(), "--nonsense"))
                .isEqualTo(new Run(
                        2,
                        "",
                        "error: there is an option that the command does not know\nSee: spark-secrets --help\n"));
    }

    @Test
    void aServerStartsWithoutConfigurationTakesASecretAndStopsWhenTold(@TempDir Path data) throws Exception {
        Path err = data.resolve("serve.err");
        Process server = new ProcessBuilder(
                        currentJava().toString(),
                        "-jar",
                        JAR.toString(),
                        "serve",
                        "--data=" + data.resolve("store"),
                        "--bind-address=127.0.0.1",
                        "--admission-port=0",
                        "--api-port=0",
                        "--health-port=0",
                        "--kubernetes=none",
                        "--shutdown-drain-delay=0s")
                .redirectOutput(data.resolve("serve.out").toFile())
                .redirectError(err.toFile())
                .start();
        try {
            Waiting.until(
                    "the server to be ready or to end",
                    Duration.ofMinutes(2),
                    () -> !server.isAlive() || Files.readString(err).contains("Next, in another terminal"));
            assertThat(Files.readString(err))
                    .contains("is ready after", data.resolve("store").toString())
                    .containsPattern("API +https://127\\.0\\.0\\.1:[1-9][0-9]*/api/v1");
            Path value = Files.writeString(data.resolve("value"), "a value that nobody sees");

            Run put = run(
                    currentJava(),
                    "secrets",
                    "put",
                    "DB_PASSWORD",
                    "--from-file",
                    value.toString(),
                    "--data=" + data.resolve("store"));
            Run list = run(currentJava(), "secrets", "list", "--data=" + data.resolve("store"));
            Path pod = Files.writeString(
                    data.resolve("pod.yaml"),
                    "apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {sparksecrets.io/injection: enabled}}\nspec: {containers: [{name: m, env: [{name: A, value: '${secrets.DB_PASSWORD}'}]}]}\n");
            Run check = run(currentJava(), "check", "-f", pod.toString(), "--data=" + data.resolve("store"));

            assertThat(put.exitCode()).as(put.err()).isZero();
            assertThat(list.out()).contains("DB_PASSWORD");
            assertThat(check.exitCode()).as(check.err()).isZero();
            assertThat(check.out()).contains("containers[m].env A", "${secrets.DB_PASSWORD}", "resolves");
        } finally {
            server.destroy();
        }
        assertThat(server.waitFor(1, TimeUnit.MINUTES))
                .as("it stops on SIGTERM")
                .isTrue();
        assertThat(Files.readString(data.resolve("serve.out"))).doesNotContain("nobody sees");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admission", "api", "health"})
    void aServerWhosePortIsTakenSaysSoAndEnds(String server, @TempDir Path data) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> words = new ArrayList<>(
                    List.of("serve", "--data=" + data, "--bind-address=127.0.0.1", "--kubernetes=none"));
            for (String one : List.of("admission", "api", "health")) {
                words.add("--%s-port=%d".formatted(one, one.equals(server) ? taken.getLocalPort() : 0));
            }

            Run run = run(currentJava(), words.toArray(String[]::new));

            assertThat(run.err())
                    .isEqualTo(
                            "error: cannot listen on port %d of 127.0.0.1: another program does already, this one may not, or it is no address of this host\n"
                                    .formatted(taken.getLocalPort()));
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void theDemoShowsTheWholeWayAndNoValue() throws Exception {
        Run demo = run(currentJava(), "demo");

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.err()).isEmpty();
        assertThat(demo.out())
                .contains("jdbc:********@********/x")
                .contains("Spark Secrets refuses pod")
                .contains("secret \"DB_PASSWORD\" is not found");
    }

    @Test
    void anOlderJavaIsToldInOneLineWhichOneIsNeeded() throws Exception {
        Optional<Path> home = olderJava();
        assumeTrue(home.isPresent(), "there is no Java older than 25 in " + JAVA_HOMES);
        Run run = run(home.orElseThrow().resolve("bin/java"), "secrets", "list");
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .matches(
                        "Spark Secrets needs Java 25 or later; this is Java [^ ]+ \\(.+\\)\\. Set JAVA_HOME or run it as:"
                                + " /path/to/jdk-25/bin/java -jar \\Q" + JAR + "\\E\n");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void everyServiceThatIsNamedInTheJarIsInIt() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> services = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("META-INF/services/[^/]+"))
                    .toList();
            assertThat(services)
                    .contains(
                            "META-INF/services/java.sql.Driver",
                            "META-INF/services/org.flywaydb.core.extensibility.Plugin",
                            "META-INF/services/ch.qos.logback.classic.spi.Configurator");
            for (String service : services) {
                assertThat(providers(jar, service))
                        .as(service)
                        .isNotEmpty()
                        .allMatch(provider -> jar.getEntry(provider.replace('.', '/') + ".class") != null);
            }
        }
    }

    @Test
    void nothingOfTheMergedJarsIsLeftThatIsNotTrueOfThisOne() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release"))
                    .isEqualTo("true");
            assertThat(jar.stream().map(ZipEntry::getName))
                    .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA|EC)|(.*/)?module-info\\.class"))
                    .doesNotHaveDuplicates();
        }
    }

    private Run run(Path java, String... arguments) throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(java.toString(), "-jar", JAR.toString()), Stream.of(arguments))
                        .toList());
        builder.environment()
                .keySet()
                .removeIf(name -> name.endsWith("JAVA_OPTIONS") || name.equals("JAVA_TOOL_OPTIONS"));
        Process process = builder.redirectInput(
                        ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the process did not end");
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static Path currentJava() {
        return Path.of(System.getProperty("java.home"), "bin/java");
    }

    private static Optional<Path> olderJava() throws IOException {
        for (Path parent : JAVA_HOMES) {
            if (Files.isDirectory(parent)) {
                try (Stream<Path> homes = Files.list(parent)) {
                    Optional<Path> older =
                            homes.filter(SparkSecretsJarIT::isOlder).findFirst();
                    if (older.isPresent()) {
                        return older;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** By the file {@code release} that every Java since 8 has at its top. */
    private static boolean isOlder(Path home) {
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(home.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            return false;
        }
        String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
        return version.matches("(1\\.)?[0-9]+([._].*)?")
                && Files.isExecutable(home.resolve("bin/java"))
                && Launcher.feature(version.replaceFirst("^((1\\.)?[0-9]+).*", "$1")) < Launcher.REQUIRED_JAVA;
    }

    private static List<String> providers(JarFile jar, String service) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(service))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}
