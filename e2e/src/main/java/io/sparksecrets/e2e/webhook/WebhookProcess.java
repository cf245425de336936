package io.sparksecrets.e2e.webhook;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.e2e.cluster.BinariesCluster;
import io.sparksecrets.servers.Command;
import io.sparksecrets.servers.Waiting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;

/**
 * The webhook as a process on the node, outside of any pod: {@code spark-secrets.jar serve} with an embedded database, registered
 * by URL, with a service account that has the two rights it needs.
 */
public final class WebhookProcess implements Webhook {

    private static final String NAME = "spark-secrets";
    private static final String ADMISSION = "127.0.0.1:9443";
    private static final String HEALTH = "127.0.0.1:9090";
    private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
    private static final long TOKEN_SECONDS = Duration.ofDays(1).toSeconds();

    private final BinariesCluster cluster;
    private final Path jar;
    private final Path directory;
    private final Process process;

    private WebhookProcess(BinariesCluster cluster, Path jar, Path directory, Process process) {
        this.cluster = cluster;
        this.jar = jar;
        this.directory = directory;
        this.process = process;
    }

    /**
     * Starts and registers it.
     *
     * @param directory for its data and its log
     */
    public static WebhookProcess start(BinariesCluster cluster, Path jar, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), kubeconfig(cluster));
        ProcessBuilder serve = new ProcessBuilder(cluster.besideApiServer(
                        java(),
                        "-jar",
                        jar.toString(),
                        "serve",
                        "--data=" + directory.resolve("data"),
                        "--bind-address=127.0.0.1",
                        "--logging-level=trace",
                        "--shutdown-drain-delay=0s")
                .words());
        serve.environment().put("KUBECONFIG", kubeconfig.toString());
        Process process = serve.redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        WebhookProcess webhook = new WebhookProcess(cluster, jar, directory, process);
        Waiting.until("the webhook", START_TIMEOUT, () -> {
            if (!process.isAlive()) {
                throw new IOException("the webhook ended: " + webhook.log());
            }
            return webhook.get("/readyz").exitCode() == 0;
        });
        register(cluster);
        return webhook;
    }

    @Override
    public void putSecret(String path, String value) throws IOException {
        Command.Result result = put().with(path).run(value);
        if (result.exitCode() != 0) {
            throw new IOException("secrets put ended with %d: %s".formatted(result.exitCode(), result.errors()));
        }
    }

    @Override
    public String howToPutSecrets() {
        return String.join(" ", put().with("PATH").words());
    }

    @Override
    public String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    @Override
    public String metrics() throws IOException {
        return get("/metrics").output();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    private Command put() {
        return cluster.besideApiServer(
                java(), "-jar", jar.toString(), "secrets", "put", "--data=" + directory.resolve("data"));
    }

    private Command.Result get(String path) throws IOException {
        return cluster.besideApiServer("curl", "--silent", "--fail", "http://" + HEALTH + path)
                .run();
    }

    /** A kubeconfig with the least rights. */
    private static String kubeconfig(BinariesCluster cluster) throws IOException {
        KubernetesClient client = cluster.client();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(NAME)
                        .withName(NAME)
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("")
                        .withResources("pods")
                        .withVerbs("get")
                        .endRule()
                        .addNewRule()
                        .withApiGroups("")
                        .withResources("secrets")
                        .withVerbs("create")
                        .endRule()
                        .build())
                .create();
        client.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", NAME)
                        .addNewSubject(null, "ServiceAccount", NAME, NAME)
                        .build())
                .create();
        String token = client.serviceAccounts()
                .inNamespace(NAME)
                .withName(NAME)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(TOKEN_SECONDS)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        return """
                apiVersion: v1
                kind: Config
                current-context: webhook
                contexts: [{name: webhook, context: {cluster: webhook, user: webhook}}]
                users: [{name: webhook, user: {token: %s}}]
                clusters: [{name: webhook, cluster: {server: "%s", certificate-authority-data: %s}}]
                """.formatted(
                token,
                client.getMasterUrl(),
                base64(Files.readString(Path.of(client.getConfiguration().getCaCertFile()))));
    }

    /** The authority is what the server presents: it lives in its memory. */
    private static void register(BinariesCluster cluster) throws IOException {
        String chain = cluster.besideApiServer(keytool(), "-printcert", "-rfc", "-sslserver", ADMISSION)
                .check();
        try (InputStream template = Objects.requireNonNull(
                WebhookProcess.class.getResourceAsStream("webhook-configurations.yaml"),
                "webhook-configurations.yaml")) {
            String configurations = new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("CA_BUNDLE", base64(chain))
                    .replace("ADMISSION", "https://" + ADMISSION + "/admission");
            cluster.client()
                    .load(new ByteArrayInputStream(configurations.getBytes(StandardCharsets.UTF_8)))
                    .serverSideApply();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin/java").toString();
    }

    private static String keytool() {
        return Path.of(System.getProperty("java.home"), "bin/keytool").toString();
    }
}
