package io.sparksecrets.store.vault;

import static io.sparksecrets.store.vault.VaultIT.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.certs.Pem;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretVersion;
import io.sparksecrets.store.StoreException.Reason;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.VaultServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In front of a real Vault, which is the active node, stands a server that answers as a standby does: with the address of another.
 * Where that is not the configured host, somebody waits for tokens.
 */
@SuppressWarnings("NullAway.Init")
class VaultRedirectIT {

    private static final String PATH = "/v1/secret/data/team";
    private static final ReadRequest KEY = ReadRequest.newest("KEY");

    @TempDir
    static Path directory;

    private static ServingCertificate certificate;
    private static VaultServer.Tls tls;
    private static VaultServer vault;

    private final List<String> stolen = new CopyOnWriteArrayList<>();
    private HttpServer standby;
    private HttpServer thief;
    private volatile Function<URI, String> location;
    private volatile int status = 307;

    @BeforeAll
    static void startVault() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(Instant.now(), Duration.ofDays(1));
        certificate = authority.issue(List.of("127.0.0.1", "localhost"), Instant.now(), Duration.ofHours(1));
        tls = new VaultServer.Tls(
                Files.writeString(directory.resolve("tls.crt"), Pem.of(certificate.chain())),
                Files.writeString(directory.resolve("tls.key"), certificate.privateKeyPem()),
                Files.writeString(directory.resolve("ca.crt"), authority.pem()));
        vault = RealServer.start(() -> VaultServer.startWith(tls));
        vault.client().mountKv("secret", 2);
        vault.client().post("sys/auth/approle", "{\"type\": \"approle\"}");
        vault.client()
                .policy("all", "path \"*\" { capabilities = [\"create\", \"read\", \"update\", \"patch\", \"list\"] }");
        vault.client().post("auth/approle/role/spark", "{\"token_policies\": [\"all\"]}");
    }

    @AfterAll
    static void endVault() throws IOException {
        if (vault != null) {
            vault.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        standby = secured(exchange -> {
            exchange.getResponseHeaders().set("Location", location.apply(exchange.getRequestURI()));
            exchange.sendResponseHeaders(status, -1);
        });
        thief = secured(exchange -> {
            stolen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("X-Vault-Token"));
            exchange.sendResponseHeaders(200, -1);
        });
        location = path -> vault.address() + path.toString();
    }

    @AfterEach
    void stop() {
        standby.stop(0);
        thief.stop(0);
    }

    private static HttpServer secured(HttpHandler handler) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(certificate.keyStore(), certificate.keyPassword());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return serve(server, handler);
    }

    private static HttpServer serve(HttpServer server, HttpHandler handler) {
        server.createContext("/", exchange -> {
            try (HttpExchange answered = exchange) {
                handler.handle(answered);
            }
        });
        server.start();
        return server;
    }

    private static URI address(HttpServer server, String scheme) {
        return URI.create(
                "%s://127.0.0.1:%d".formatted(scheme, server.getAddress().getPort()));
    }

    private Settings settings(VaultAuth auth) {
        return Settings.of(address(standby, "https"), PATH, auth).caFile(tls.authorities());
    }

    private VaultAuth token() {
        return new VaultAuth.Token(Settings.credential(vault::rootToken));
    }

    private static VaultAuth appRole() throws IOException {
        String roleId = vault.client().get("auth/approle/role/spark/role-id").first("role_id");
        String secretId =
                vault.client().post("auth/approle/role/spark/secret-id", "").first("secret_id");
        return new VaultAuth.AppRole("approle", roleId, Settings.credential(() -> secretId));
    }

    @Test
    void oneRedirectToTheConfiguredHostOverHttpsIsFollowedForEverything() throws Exception {
        for (VaultAuth auth : List.of(token(), appRole())) {
            try (SecretStore store = settings(auth).open()) {
                long written = store.write("KEY", SecretValue.of("one"), OptionalLong.empty(), "ann")
                        .version();

                assertThat(store.read(List.of(KEY)).get(KEY))
                        .isInstanceOfSatisfying(
                                ReadResult.Fields.class,
                                fields ->
                                        assertThat(fields.fields().get("value")).isEqualTo(SecretValue.of("one")));
                assertThat(store.list("", "", 10))
                        .extracting(SecretMetadata::path, SecretMetadata::updatedBy)
                        .containsExactly(tuple("KEY", "ann"));
                assertThat(store.versions("KEY"))
                        .extracting(SecretVersion::version)
                        .contains(written);
                store.delete("KEY");
                assertThat(store.restore("KEY").version()).isEqualTo(written);
                assertThat(store.health().available())
                        .as(store.health().detail())
                        .isTrue();
            }
        }
        assertThat(stolen).isEmpty();
    }

    @Test
    void aVaultThatIsConfiguredWithoutTlsMayRedirectToTheSameHostWithIt() throws Exception {
        HttpServer plain =
                serve(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), exchange -> {
                    exchange.getResponseHeaders()
                            .set(
                                    "Location",
                                    vault.address() + exchange.getRequestURI().toString());
                    exchange.sendResponseHeaders(308, -1);
                });
        try (SecretStore store = Settings.of(address(plain, "http"), PATH, token())
                .caFile(tls.authorities())
                .open()) {
            assertThat(store.health().available()).isTrue();
        } finally {
            plain.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void noLoginAndNoTokenGoesToAnotherHost(int redirect) throws Exception {
        status = redirect;
        location = path -> "https://ann:hunter2@localhost:" + thief.getAddress().getPort() + path + "?query=hunter2";
        for (VaultAuth auth : List.of(token(), appRole())) {
            assertThat(assertFails(Reason.UNAVAILABLE, () -> settings(auth).open()))
                    .contains(
                            "the Vault at " + address(standby, "https") + " redirects to https://localhost:"
                                    + thief.getAddress().getPort() + " (HTTP " + redirect + ")",
                            "Set vaultSettings.endpoint")
                    .doesNotContain("hunter2", "/v1/", "query");
        }
        assertThat(stolen).isEmpty();
    }

    @Test
    void noRequestOfAnOpenStoreGoesToAnotherHost() throws Exception {
        for (VaultAuth auth : List.of(token(), appRole())) {
            location = path -> vault.address() + path.toString();
            try (SecretStore store = settings(auth).open()) {
                store.write("KEY", SecretValue.of("one"), OptionalLong.empty(), "ann");

                location = path -> "https://localhost:" + thief.getAddress().getPort() + path;

                assertThat(store.read(List.of(KEY)).get(KEY))
                        .isInstanceOfSatisfying(ReadResult.Unavailable.class, unavailable -> {
                            assertThat(unavailable.why())
                                    .isEqualTo(
                                            "the Vault redirects to another address (HTTP 307), where no token is sent");
                            assertThat(unavailable.inFull()).contains("redirects to https://localhost:");
                        });
                List<Runnable> requests = List.of(
                        () -> store.list("", "", 10),
                        () -> store.write("KEY", SecretValue.of("two"), OptionalLong.empty(), "ann"),
                        () -> store.delete("KEY"),
                        () -> store.restore("KEY"),
                        () -> store.versions("KEY"));
                requests.forEach(request -> assertThat(assertFails(Reason.UNAVAILABLE, request))
                        .contains("redirects to https://localhost:"));
                assertThat(store.health().available()).isFalse();
            }
        }
        assertThat(stolen).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:THIEF",
        "https://localhost:VAULT",
        "https://127.0.0.1@localhost:VAULT",
        "//localhost:VAULT",
        "https://127.0.0.1.localhost:VAULT",
        "https://u:p@127.0.0.1:VAULT",
        ":: "
    })
    void whatIsNotTheConfiguredHostOverHttpsIsNotFollowed(String target) {
        String address = target.replace(
                        "THIEF", Integer.toString(thief.getAddress().getPort()))
                .replace("VAULT", Integer.toString(vault.address().getPort()));
        location = path -> address + path;

        assertThat(assertFails(Reason.UNAVAILABLE, () -> settings(token()).open()))
                .contains("redirects to ")
                .doesNotContain("u:p", "@");
        assertThat(stolen).isEmpty();
    }

    @Test
    void aSecondRedirectIsNotFollowed() throws Exception {
        HttpServer second = secured(exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", vault.address() + exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(307, -1);
        });
        location = path -> address(second, "https") + path.toString();
        try {
            assertThat(assertFails(Reason.UNAVAILABLE, () -> settings(token()).open()))
                    .contains("redirects to " + vault.address() + " (HTTP 307)");
        } finally {
            second.stop(0);
        }
    }
}
