package io.sparksecrets.store.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.certs.Pem;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException.Reason;
import io.sparksecrets.store.cache.CacheSettings;
import io.sparksecrets.store.cache.CachingSecretStore;
import io.sparksecrets.testing.FreePort;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.TcpProxy;
import io.sparksecrets.testing.VaultServer;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class VaultFailureIT extends VaultIT {

    private static final String PATH = "/v1/secret/data/team";
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(700);
    /** What a loaded machine adds to a time limit. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @BeforeAll
    static void prepare() throws IOException {
        vault.client().post("secret/data/team/KEY", "{\"data\": {\"value\": \"s3cret\"}}");
    }

    @Test
    void aSealedVaultIsUnavailableAndIsReadAgainOnceItIsUnsealed() throws IOException {
        try (SecretStore store = open(PATH)) {
            vault.seal();
            try {
                assertThat(unavailable(read(store, "KEY")))
                        .contains("is sealed")
                        .contains("unseal");
                assertThat(store.health().available()).isFalse();
                assertThat(store.health().detail()).contains("is sealed");
                assertThat(assertFails(Reason.UNAVAILABLE, () -> write(store, "hunter2")))
                        .contains("is sealed")
                        .doesNotContain("hunter2");
                assertFails(Reason.UNAVAILABLE, () -> open(PATH));
            } finally {
                vault.unseal();
            }
            assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");
        }
    }

    @Test
    void aVaultThatWasKilledIsReadAgainOnceItRuns() throws IOException {
        try (SecretStore store = open(PATH)) {
            assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");

            vault.kill();
            try {
                assertThat(unavailable(read(store, "KEY"))).contains(vault.address() + " cannot be reached");
                assertThat(store.health().available()).isFalse();
            } finally {
                vault.restart();
            }

            Waiting.until("the store to recover", RECOVERY, () -> read(store, "KEY") instanceof ReadResult.Fields);
            assertThat(write(store, "s3cret")).isPositive();
        }
    }

    @Test
    void whileAVaultIsKilledKnownSecretsCountAndOthersAreUnavailable() throws IOException {
        vault.client().post("secret/data/team/OTHER", "{\"data\": {\"value\": \"other\"}}");
        // A value is fresh for so short a time that the store is asked again and again.
        CacheSettings settings = new CacheSettings(Duration.ofMillis(1), Duration.ZERO, Duration.ofHours(1), 100);
        try (SecretStore store = new CachingSecretStore(open(PATH), settings, SLACK, new SimpleMeterRegistry())) {
            assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");

            vault.kill();
            try {
                assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");
                assertThat(unavailable(read(store, "OTHER"))).contains(vault.address() + " cannot be reached");
                assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");
            } finally {
                vault.restart();
            }

            Waiting.until("the store to recover", RECOVERY, () -> read(store, "OTHER") instanceof ReadResult.Fields);
            vault.client().post("secret/data/team/KEY", "{\"data\": {\"value\": \"changed\"}}");
            Waiting.until(
                    "the changed value",
                    RECOVERY,
                    () -> "changed".equals(fields(store, "KEY").get("value")));
        } finally {
            vault.client().post("secret/data/team/KEY", "{\"data\": {\"value\": \"s3cret\"}}");
        }
    }

    @Test
    void aNetworkThatSwallowsEverythingIsGivenUpAfterTheReadTimeoutAndUsedAgainOncePassing() throws IOException {
        try (TcpProxy proxy = TcpProxy.to(vault.address().getPort());
                SecretStore store = Settings.of(URI.create("http://127.0.0.1:" + proxy.port()), PATH, vault.rootToken())
                        .readTimeout(SHORT)
                        .open()) {
            assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");

            proxy.swallow();

            Instant start = Instant.now();
            assertThat(unavailable(read(store, "KEY"))).contains("did not answer within 700 ms");
            assertThat(Duration.between(start, Instant.now())).isLessThan(SHORT.plus(SLACK));
            assertThat(store.health().available()).isFalse();

            proxy.passOn();

            Waiting.until("the store to recover", RECOVERY, () -> read(store, "KEY") instanceof ReadResult.Fields);
        }
    }

    @Test
    void connectionsThatAreResetAreReplaced() throws IOException {
        try (TcpProxy proxy = TcpProxy.to(vault.address().getPort());
                SecretStore store = Settings.of(URI.create("http://127.0.0.1:" + proxy.port()), PATH, vault.rootToken())
                        .open()) {
            assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");

            proxy.reset();

            Waiting.until("the store to recover", RECOVERY, () -> read(store, "KEY") instanceof ReadResult.Fields);
        }
    }

    @Test
    void aVaultThatDoesNotAnswerCostsNoMoreThanTheReadTimeoutHoweverManyAreRead() throws IOException {
        try (SecretStore store = Settings.of(vault.address(), PATH, vault.rootToken())
                .readTimeout(SHORT)
                .open()) {
            assertThat(read(store, "KEY")).isInstanceOf(ReadResult.Found.class);
            vault.freeze();
            try {
                Instant start = Instant.now();

                Map<ReadRequest, ReadResult> results = store.read(IntStream.range(0, 200)
                        .mapToObj(i -> ReadRequest.newest("KEY_" + i))
                        .toList());

                assertThat(Duration.between(start, Instant.now())).isLessThan(SHORT.plus(SLACK));
                assertThat(results).hasSize(200);
                assertThat(results.values())
                        .allSatisfy(result -> assertThat(unavailable(result))
                                .containsAnyOf("did not answer within 700 ms", "was not sent within 700 ms"))
                        .anySatisfy(result -> assertThat(unavailable(result)).contains("did not answer"))
                        .anySatisfy(result -> assertThat(unavailable(result)).contains("was not sent"));
            } finally {
                vault.thaw();
            }
            Waiting.until("the store to recover", RECOVERY, () -> read(store, "KEY") instanceof ReadResult.Fields);
        }
    }

    @Test
    void aRateLimitIsUnavailableRatherThanDenied() throws IOException {
        vault.client()
                .post("sys/quotas/rate-limit/tight", "{\"path\": \"secret/\", \"rate\": 1, \"interval\": \"30s\"}");
        try (SecretStore store = open(PATH)) {
            Waiting.until("the limit", RECOVERY, () -> read(store, "KEY") instanceof ReadResult.Unavailable);

            assertThat(unavailable(read(store, "KEY"))).contains("limits the rate of requests");
        } finally {
            vault.client().delete("sys/quotas/rate-limit/tight");
        }
    }

    @Test
    void anAddressThatSwallowsConnectionsIsGivenUpAfterTheConnectTimeout() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            while (isAnswered(full, waiting)) {
                assertThat(waiting).as("connections that nobody accepts").hasSizeLessThan(100);
            }
            URI swallowing = URI.create("http://127.0.0.1:" + full.getLocalPort());

            assertThat(assertFails(
                            Reason.UNAVAILABLE,
                            () -> Settings.of(swallowing, PATH, "hunter2")
                                    .connectTimeout(SHORT)
                                    .open()))
                    .contains(swallowing + " cannot be reached: no connection within 700 ms")
                    .doesNotContain("hunter2");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** Whether Linux still answers whoever wants to connect; it does not once enough wait to be accepted. */
    private static boolean isAnswered(ServerSocket listening, List<Socket> waiting) throws IOException {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
            socket.connect(listening.getLocalSocketAddress(), 500);
            return true;
        } catch (SocketTimeoutException silent) {
            return false;
        }
    }

    @Test
    void aPortAtWhichNobodyListensIsSaidToRefuse() throws IOException {
        URI nobody = URI.create("http://127.0.0.1:" + FreePort.choose());

        assertThat(assertFails(
                        Reason.UNAVAILABLE,
                        () -> Settings.of(nobody, PATH, "hunter2").open()))
                .contains(nobody + " cannot be reached: the connection is refused")
                .doesNotContain("hunter2");
    }

    @Test
    void aHostThatIsNotKnownIsNamed() {
        assertThat(assertFails(
                        Reason.UNAVAILABLE,
                        () -> Settings.of(URI.create("http://vault.invalid:8200"), PATH, "hunter2")
                                .open()))
                .contains("http://vault.invalid:8200 cannot be reached: its host name is not known");
    }

    @Test
    void aConnectionThatIsResetIsSaidToBeCut() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        socket.getInputStream().read();
                        socket.setSoLinger(true, 0);
                    } catch (IOException closed) {
                        return;
                    }
                }
            });

            assertThat(assertFails(
                            Reason.UNAVAILABLE,
                            () -> Settings.of(URI.create("http://127.0.0.1:" + server.getLocalPort()), PATH, "hunter2")
                                    .open()))
                    .contains("cut the connection")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void aServerThatAcceptsAndSaysNothingIsGivenUpAfterTheReadTimeoutAndWhatTheFirstAnswerTakes() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(assertFails(
                            Reason.UNAVAILABLE,
                            () -> Settings.of(URI.create("http://127.0.0.1:" + server.getLocalPort()), PATH, "hunter2")
                                    .readTimeout(SHORT)
                                    .open()))
                    .contains("did not answer within 5700 ms");
        }
    }

    @Test
    void aCertificateIsTakenFromItsOwnAuthorityOnly() throws Exception {
        VaultServer.Tls tls = tls();
        try (VaultServer secured = RealServer.start(() -> VaultServer.startWith(tls))) {
            secured.client().mountKv("secret", 2);
            Settings settings = Settings.of(secured.address(), PATH, secured.rootToken());

            try (SecretStore store = settings.caFile(tls.authorities()).open()) {
                assertThat(read(store, "KEY")).isInstanceOf(ReadResult.NotFound.class);
                assertThat(store.health().available())
                        .as(store.health().detail())
                        .isTrue();
            }
            Path other = Files.writeString(
                    directory.resolve("other.pem"),
                    CertificateAuthority.create(Instant.now(), Duration.ofDays(1))
                            .pem());
            assertThat(assertFails(
                            Reason.UNAVAILABLE, () -> settings.caFile(other).open()))
                    .contains("certificate that is not trusted")
                    .contains("the file that vaultSettings.caFile names")
                    .doesNotContain(other.toString());
            assertThat(assertFails(Reason.UNAVAILABLE, settings::open))
                    .contains("certificate that is not trusted")
                    .contains("no CA file is set");
            URI otherName = URI.create(secured.address().toString().replace("127.0.0.1", "localhost"));
            assertThat(assertFails(
                            Reason.UNAVAILABLE,
                            () -> Settings.of(otherName, PATH, secured.rootToken())
                                    .caFile(tls.authorities())
                                    .open()))
                    .contains("certificate that is not for the host in vaultSettings.endpoint");
            assertThat(assertFails(
                            Reason.UNAVAILABLE,
                            () -> Settings.of(
                                            URI.create(
                                                    secured.address().toString().replace("https", "http")),
                                            PATH,
                                            secured.rootToken())
                                    .open()))
                    .contains("is it https instead of http?");
        }
    }

    @Test
    void aCaFileThatCannotBeUsedIsCalledByItsSetting() throws IOException {
        Settings settings = Settings.of(vault.address(), PATH, vault.rootToken());
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        Path broken = Files.writeString(
                directory.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----\n");

        for (Path file : List.of(empty, broken, directory.resolve("missing.pem"))) {
            assertThat(assertFails(
                            Reason.UNAVAILABLE, () -> settings.caFile(file).open()))
                    .contains("the CA file that vaultSettings.caFile names cannot be used")
                    .doesNotContain(file.toString(), "hunter2");
        }
    }

    private VaultServer.Tls tls() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(Instant.now(), Duration.ofDays(1));
        ServingCertificate certificate = authority.issue(List.of("127.0.0.1"), Instant.now(), Duration.ofHours(1));
        return new VaultServer.Tls(
                Files.writeString(directory.resolve("tls.crt"), Pem.of(certificate.chain())),
                Files.writeString(directory.resolve("tls.key"), certificate.privateKeyPem()),
                Files.writeString(directory.resolve("ca.crt"), authority.pem()));
    }

    private static long write(SecretStore store, String value) {
        return store.write("KEY", SecretValue.of(value), OptionalLong.empty(), "ann")
                .version();
    }
}
