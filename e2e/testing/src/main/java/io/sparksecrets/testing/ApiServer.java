package io.sparksecrets.testing;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes API server with an etcd, on ports of the loopback interface; needs neither root nor namespaces. It authorises by
 * RBAC and gives tokens to service accounts that ask for one (TokenRequest).
 *
 * <p>There are no controllers: nothing makes the service account {@code default}, collects what lost its owner, or completes the
 * deletion of a namespace. So each test makes a namespace of its own.
 */
public final class ApiServer implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    /** The API server waits for its watches when it is asked to end. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final Path binaries;
    private final ServerDirectory directory;
    private final Credentials credentials;
    private final Path kubeconfig;
    private final int port;
    private final URI etcdUrl;
    private final URI etcdPeerUrl;

    private @Nullable ServerProcess etcd;
    private @Nullable ServerProcess apiServer;

    private ApiServer(Path binaries, ServerDirectory directory) throws IOException {
        this.binaries = binaries;
        this.directory = directory;
        this.port = FreePort.choose();
        this.etcdUrl = URI.create("http://127.0.0.1:" + FreePort.choose());
        this.etcdPeerUrl = URI.create("http://127.0.0.1:" + FreePort.choose());
        this.credentials = new Credentials(directory.resolve("credentials"), url());
        this.kubeconfig = credentials.kubeconfig("admin", "admin", "system:masters");
    }

    /**
     * Starts one and returns when it is ready.
     *
     * @param flags of kube-apiserver, beside those that it needs
     */
    public static ApiServer start(String... flags) throws IOException, Unavailable {
        ApiServer server = new ApiServer(Binaries.build(Binaries.OF_CLUSTER), ServerDirectory.create("api-server"));
        try {
            server.run(List.of(flags));
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** Where clients reach it. */
    public URI url() {
        return URI.create("https://127.0.0.1:" + port);
    }

    /** The certificate by which clients know it, in PEM; the same after a restart. */
    public Path certificateAuthority() {
        return credentials.apiServerCertificate();
    }

    /** For a client that may do everything. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** How a client connects that may do everything. */
    public Config config() {
        return Config.fromKubeconfig(kubeconfig.toFile());
    }

    /** How somebody with this token connects. */
    public Config config(String token) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(url().toString())
                .withCaCertFile(certificateAuthority().toString())
                .withOauthToken(token)
                .build();
    }

    /** Asks it to end, with its etcd, and returns when both have. */
    public void stop() throws IOException {
        if (apiServer != null) {
            apiServer.stop(STOP_TIMEOUT);
        }
        if (etcd != null) {
            etcd.stop(STOP_TIMEOUT);
        }
    }

    /** Ends it and its etcd at once, as {@code kill -9} does. */
    public void kill() throws IOException {
        if (apiServer != null) {
            apiServer.kill();
        }
        if (etcd != null) {
            etcd.kill();
        }
    }

    /** Accepts connections from now on and answers none. */
    public void freeze() throws IOException {
        running(apiServer).freeze();
    }

    /** Goes on after {@link #freeze()}. */
    public void thaw() throws IOException {
        running(apiServer).thaw();
    }

    /** Stops it unless it has ended already, and starts it with its data, at the same place, with other flags. */
    public void restart(String... flags) throws IOException {
        stop();
        run(List.of(flags));
    }

    /**
     * Has etcd forget all revisions before the newest, as it does by itself every five minutes. A watch that needs one of those
     * is answered "gone", HTTP 410, unless the API server still remembers ({@code --watch-cache=false}).
     */
    public void forgetHistory() throws IOException {
        String newest = etcd("/v3/kv/range", "{\"key\": \"AA==\", \"count_only\": true}")
                .replaceFirst("(?s).*\"revision\":\"(\\d+)\".*", "$1");
        etcd("/v3/kv/compaction", "{\"revision\": \"%s\", \"physical\": true}".formatted(newest));
    }

    private void run(List<String> flags) throws IOException {
        ServerProcess startedEtcd = ServerProcess.start(
                "etcd",
                Map.of(),
                directory.resolve("etcd.log"),
                binaries.resolve("etcd").toString(),
                "--unsafe-no-fsync",
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + etcdUrl,
                "--advertise-client-urls=" + etcdUrl,
                "--listen-peer-urls=" + etcdPeerUrl,
                "--initial-advertise-peer-urls=" + etcdPeerUrl,
                "--initial-cluster=default=" + etcdPeerUrl);
        etcd = startedEtcd;
        ServerProcess started =
                ServerProcess.start("kube-apiserver", Map.of(), directory.resolve("kube-apiserver.log"), words(flags));
        apiServer = started;
        started.await(START_TIMEOUT, () -> {
            startedEtcd.requireRunning();
            return isReady();
        });
    }

    private String[] words(List<String> flags) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                binaries.resolve("kube-apiserver").toString(),
                "--etcd-servers=" + etcdUrl,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--advertise-address=127.0.0.1",
                // Nobody reaches it as a Service.
                "--endpoint-reconciler-type=none",
                "--service-cluster-ip-range=10.213.64.0/18",
                "--cert-dir=" + credentials.directory(),
                "--authorization-mode=RBAC",
                "--token-auth-file=" + credentials.tokenFile(),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-signing-key-file=" + credentials.serviceAccountKey(),
                "--service-account-key-file=" + credentials.serviceAccountKey(),
                "--profiling=false"));
        words.addAll(flags);
        return words.toArray(String[]::new);
    }

    private boolean isReady() throws IOException {
        if (!Files.exists(certificateAuthority())) {
            return false;
        }
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(Pem.trusting(certificateAuthority()))
                .build()) {
            return "ok".equals(send(client, HttpRequest.newBuilder(url().resolve("/readyz"))));
        } catch (IOException notYet) {
            return false;
        }
    }

    /** etcd's JSON gateway, see etcd.io, "gRPC-gateway". */
    private String etcd(String path, String body) throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return send(
                    client,
                    HttpRequest.newBuilder(etcdUrl.resolve(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
        }
    }

    private static String send(HttpClient client, HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for an answer", e);
        }
    }

    private static ServerProcess running(@Nullable ServerProcess process) throws IOException {
        if (process == null || !process.isRunning()) {
            throw new IOException("the API server does not run");
        }
        return process;
    }

    /** Ends it and deletes its files. */
    @Override
    public void close() throws IOException {
        kill();
        directory.close();
    }
}
