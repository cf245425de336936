package io.sparksecrets.e2e.webhook;

import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The webhook as a process on the node, outside of any pod: {@code spark-secrets.jar serve} with an embedded database, registered
 * by URL, with a service account that has the rights it needs.
 */
public final class WebhookProcess implements Webhook {

    private static final String NAMESPACE = "spark-secrets";
    private static final int ADMISSION_PORT = 9443;
    private static final int HEALTH_PORT = 9090;
    private static final int PORTS_APART = 10;
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final long TOKEN_SECONDS = Duration.ofDays(1).toSeconds();

    /**
     * What tells a webhook from others on the same node.
     *
     * @param injection the value of the label by which namespaces opt in
     * @param number of those that were there before
     */
    public record Registration(String injection, int number) {

        String name() {
            return number == 0 ? NAMESPACE : NAMESPACE + "-" + injection;
        }

        String admission() {
            return "127.0.0.1:" + (ADMISSION_PORT + number * PORTS_APART);
        }

        String health() {
            return "127.0.0.1:" + (HEALTH_PORT + number * PORTS_APART);
        }
    }

    private final BinariesCluster cluster;
    private final Path jar;
    private final Path directory;
    private final Registration registration;
    private final Map<String, String> settings;
    private final Path kubeconfig;
    private volatile Process process;

    private WebhookProcess(
            BinariesCluster cluster,
            Path jar,
            Path directory,
            Registration registration,
            Map<String, String> settings,
            Path kubeconfig)
            throws IOException {
        this.cluster = cluster;
        this.jar = jar;
        this.directory = directory;
        this.registration = registration;
        this.settings = settings;
        this.kubeconfig = kubeconfig;
        this.process = serve();
    }

    /**
     * Registers and starts it, and returns when it is ready.
     *
     * @param directory for its data and its log
     * @param settings by key, such as {@code delivery.schedulingGate}
     */
    public static WebhookProcess start(
            BinariesCluster cluster, Path jar, Path directory, Registration registration, Map<String, String> settings)
            throws IOException {
        Files.createDirectories(directory);
        WebhookRights.grant(
                cluster.client(),
                NAMESPACE,
                registration.name(),
                Boolean.parseBoolean(settings.get("delivery.schedulingGate")));
        register(cluster.client(), registration);
        Path kubeconfig =
                Files.writeString(directory.resolve("kubeconfig"), kubeconfig(cluster.client(), registration.name()));
        WebhookProcess webhook = new WebhookProcess(cluster, jar, directory, registration, settings, kubeconfig);
        webhook.awaitReady();
        return webhook;
    }

    @Override
    public synchronized void putSecret(String path, String value) throws IOException {
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
    public String injection() {
        return registration.injection();
    }

    @Override
    public String post(String path, String review) throws IOException {
        return cluster.besideApiServer(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--insecure",
                        "--header",
                        "Content-Type: application/json",
                        "--data-binary",
                        "@-",
                        "https://%s/admission/%s".formatted(registration.admission(), path))
                .run(review)
                .output();
    }

    @Override
    public void stop() throws IOException {
        close();
        Waiting.until(
                "the end of the webhook",
                START_TIMEOUT,
                () -> !process.isAlive() && get("/livez").exitCode() != 0);
    }

    @Override
    public void start() throws IOException {
        process = serve();
        awaitReady();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    private Process serve() throws IOException {
        ProcessBuilder serve = new ProcessBuilder(cluster.besideApiServer(
                        java(),
                        "-jar",
                        jar.toString(),
                        "serve",
                        "--data=" + directory.resolve("data"),
                        "--bind-address=127.0.0.1",
                        "--admission-port=" + port(registration.admission()),
                        "--health-port=" + port(registration.health()),
                        "--namespace=" + NAMESPACE,
                        "--certificates-source=kubernetes",
                        "--certificates-extra-names=[127.0.0.1]",
                        "--certificates-secret-name=" + registration.name() + "-certificates",
                        "--certificates-webhook-configurations=" + registration.name(),
                        "--certificates-ca-config-map=" + registration.name() + "-ca",
                        "--logging-level=trace",
                        "--shutdown-drain-delay=0s")
                .with(settings.entrySet().stream()
                        .map(setting -> flag(setting.getKey()) + "=" + setting.getValue())
                        .toArray(String[]::new))
                .words());
        serve.environment().put("KUBECONFIG", kubeconfig.toString());
        return serve.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
    }

    private void awaitReady() throws IOException {
        Waiting.until("the webhook", START_TIMEOUT, () -> {
            if (!process.isAlive()) {
                throw new IOException("the webhook ended: " + log());
            }
            return get("/readyz").exitCode() == 0;
        });
    }

    private Command put() {
        return cluster.besideApiServer(
                java(), "-jar", jar.toString(), "secrets", "put", "--data=" + directory.resolve("data"));
    }

    private Command.Result get(String path) throws IOException {
        return cluster.besideApiServer("curl", "--silent", "--fail", "http://" + registration.health() + path)
                .run();
    }

    private static String kubeconfig(KubernetesClient client, String account) throws IOException {
        String token = client.serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName(account)
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

    private static void register(KubernetesClient client, Registration registration) throws IOException {
        try (InputStream template = Objects.requireNonNull(
                WebhookProcess.class.getResourceAsStream("webhook-configurations.yaml"),
                "webhook-configurations.yaml")) {
            String configurations = new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("NAME", registration.name())
                    .replace("INJECTION", registration.injection())
                    .replace("ADMISSION", "https://" + registration.admission() + "/admission");
            client.load(new ByteArrayInputStream(configurations.getBytes(StandardCharsets.UTF_8)))
                    .serverSideApply();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String port(String address) {
        return address.substring(address.indexOf(':') + 1);
    }

    /** The flag of a setting: {@code --delivery-scheduling-gate} of {@code delivery.schedulingGate}. */
    private static String flag(String key) {
        return "--"
                + key.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('.', '-').toLowerCase(Locale.ROOT);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin/java").toString();
    }
}
