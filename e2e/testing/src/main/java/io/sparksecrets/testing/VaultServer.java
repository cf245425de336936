package io.sparksecrets.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Vault on a port of the loopback interface, with one unseal key and its data in files, so that it can be restarted. KV, AppRole
 * and the engine for databases are built in; the plugins {@code vault-plugin-auth-kubernetes} and {@code
 * postgresql-database-plugin} are registered.
 */
public final class VaultServer implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Path binaries;
    private final ServerDirectory directory;
    private final @Nullable Tls tls;
    private final HttpClient http;
    private final int port;
    private final int clusterPort;

    private @Nullable ServerProcess process;
    private String unsealKey = "";
    private String rootToken = "";

    /**
     * What it needs for TLS.
     *
     * @param certificate for 127.0.0.1, PEM
     * @param key of the certificate, PEM
     * @param authorities that signed it, PEM
     */
    public record Tls(Path certificate, Path key, Path authorities) {}

    private VaultServer(Path binaries, ServerDirectory directory, @Nullable Tls tls) throws IOException {
        this.binaries = binaries;
        this.directory = directory;
        this.tls = tls;
        this.port = FreePort.choose();
        this.clusterPort = FreePort.choose();
        HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        if (tls != null) {
            client.sslContext(Pem.trusting(tls.authorities()));
        }
        this.http = client.build();
    }

    /** Starts one that speaks plain HTTP, and returns when it is unsealed. */
    public static VaultServer start() throws IOException, Unavailable {
        return start(null);
    }

    /** Starts one that speaks HTTPS. */
    public static VaultServer startWith(Tls tls) throws IOException, Unavailable {
        return start(tls);
    }

    private static VaultServer start(@Nullable Tls tls) throws IOException, Unavailable {
        VaultServer server = new VaultServer(Binaries.build(Binaries.OF_VAULT), ServerDirectory.create("vault"), tls);
        try {
            server.run();
            server.initialise();
            server.unseal();
            server.register("auth", "vault-plugin-auth-kubernetes");
            server.register("database", "postgresql-database-plugin");
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** Where clients reach it. */
    public URI address() {
        return URI.create("%s://127.0.0.1:%d".formatted(tls == null ? "http" : "https", port));
    }

    public String rootToken() {
        return rootToken;
    }

    /** With the root token. */
    public VaultClient client() {
        return new VaultClient(http, address(), rootToken);
    }

    /** What it wrote to its log so far. */
    public String log() throws IOException {
        return Files.readString(directory.resolve("vault.log"));
    }

    public void seal() throws IOException {
        client().post("sys/seal", "");
    }

    public void unseal() throws IOException {
        client().post("sys/unseal", "{\"key\": \"%s\"}".formatted(unsealKey));
        Waiting.until("Vault to be unsealed and active", START_TIMEOUT, () -> status() == 200);
    }

    /** Ends it at once, as {@code kill -9} does. */
    public void kill() throws IOException {
        if (process != null) {
            process.kill();
        }
    }

    /** Accepts connections from now on and answers none. */
    public void freeze() throws IOException {
        running().freeze();
    }

    /** Goes on after {@link #freeze()}. */
    public void thaw() throws IOException {
        running().thaw();
    }

    /** Stops it unless it has ended already, starts it with its data at the same place, and unseals it. */
    public void restart() throws IOException {
        if (process != null) {
            process.stop(STOP_TIMEOUT);
        }
        run();
        unseal();
    }

    private ServerProcess running() throws IOException {
        if (process == null || !process.isRunning()) {
            throw new IOException("Vault does not run");
        }
        return process;
    }

    private void run() throws IOException {
        Path configuration = Files.writeString(directory.resolve("vault.hcl"), """
                storage "raft" {
                  path = "%s"
                  node_id = "one"
                  # Elects itself at once.
                  performance_multiplier = 1
                }
                listener "tcp" {
                  address = "127.0.0.1:%d"
                  %s
                }
                api_addr = "%s"
                cluster_addr = "https://127.0.0.1:%d"
                plugin_directory = "%s"
                disable_mlock = true
                """.formatted(
                        Files.createDirectories(directory.resolve("data")),
                        port,
                        listener(),
                        address(),
                        clusterPort,
                        binaries.resolve("plugins")));
        ServerProcess started = ServerProcess.start(
                "vault",
                Map.of(),
                directory.resolve("vault.log"),
                binaries.resolve("vault").toString(),
                "server",
                "-config=" + configuration);
        process = started;
        started.await(START_TIMEOUT, () -> List.of(200, 501, 503).contains(status()));
    }

    private String listener() {
        return tls == null
                ? "tls_disable = true"
                : "tls_cert_file = \"%s\"%n  tls_key_file = \"%s\"".formatted(tls.certificate(), tls.key());
    }

    private int status() {
        try {
            return client().send("GET", "sys/health", "").status();
        } catch (IOException notYet) {
            return 0;
        }
    }

    private void initialise() throws IOException {
        VaultClient.Answer answer = client().post("sys/init", "{\"secret_shares\": 1, \"secret_threshold\": 1}");
        unsealKey = answer.body().replaceFirst("(?s).*\"keys_base64\":\\[\"([^\"]*)\"].*", "$1");
        rootToken = answer.first("root_token");
    }

    private void register(String type, String plugin) throws IOException {
        String hash = Command.of(
                        "sha256sum", binaries.resolve("plugins").resolve(plugin).toString())
                .check()
                .substring(0, 64);
        client().post(
                        "sys/plugins/catalog/%s/%s".formatted(type, plugin),
                        "{\"command\": \"%s\", \"sha256\": \"%s\"}".formatted(plugin, hash));
    }

    /** Ends it and deletes its files. */
    @Override
    public void close() throws IOException {
        kill();
        http.close();
        directory.close();
    }
}
