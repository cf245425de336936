package io.sparksecrets.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.configuration.Settings;
import io.sparksecrets.https.ClientCertificates;
import io.sparksecrets.https.KeptConnection;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.RealServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real API server with the AdmissionConfiguration of {@code deploy/README.md}, and a webhook that nobody else may call. */
@SuppressWarnings("NullAway.Init")
class ClientCertificateIT {

    private static final Path README = Path.of("../../deploy/README.md");

    @TempDir
    private static Path directory;

    private static ApiServer server;
    private static ReplicasOnApiServer replicas;

    @BeforeAll
    static void start() throws Exception {
        ClientCertificates clients = new ClientCertificates();
        ClientCertificates.Client apiServer = clients.issue("kube-apiserver");
        Path authority =
                Files.writeString(directory.resolve("client-ca.crt"), ClientCertificates.pem(clients.authority()));
        Files.writeString(
                directory.resolve("kubeconfig.yaml"),
                documented("kind: Config\n")
                        .replace("spark-secrets.spark-secrets.svc", "\"*\"")
                        .replace("-data: CERTIFICATE", "-data: " + base64(apiServer.certificate()))
                        .replace(
                                "-data: KEY",
                                "-data: " + base64(apiServer.keys().getPrivate())));
        Path admission = Files.writeString(
                directory.resolve("admission.yaml"),
                documented("kind: AdmissionConfiguration\n")
                        .replace("/etc/kubernetes/spark-secrets", directory.toString()));
        server = RealServer.start(() -> ApiServer.start("--admission-control-config-file=" + admission));
        replicas = new ReplicasOnApiServer(
                server.config(),
                directory,
                1,
                Map.of(Settings.CLIENT_CA_FILE, authority.toString(), Settings.CLIENT_NAMES, "[kube-apiserver]"));
    }

    @AfterAll
    static void end() throws IOException {
        if (replicas != null) {
            replicas.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theApiServerCallsWithItsCertificate() throws Exception {
        try (PodLoad load = new PodLoad(replicas.admin())) {
            load.awaitMore(5);

            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void nobodyElseGetsAnAnswer() throws Exception {
        SSLContext trustingAll = SSLContext.getInstance("TLS");
        trustingAll.init(null, new TrustManager[] {new TrustAll()}, null);

        assertThatThrownBy(() -> {
                    try (KeptConnection connection =
                            KeptConnection.open(trustingAll, replicas.ports().getFirst())) {
                        connection.post("/admission/validate", "{}".getBytes(StandardCharsets.UTF_8));
                    }
                })
                .isInstanceOf(IOException.class);
    }

    /** The block of YAML that holds a line. */
    private static String documented(String line) throws IOException {
        Matcher blocks = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(README));
        while (blocks.find()) {
            if (blocks.group(1).contains(line)) {
                return blocks.group(1);
            }
        }
        throw new AssertionError("deploy/README.md has no YAML with " + line);
    }

    private static String base64(Object keyOrCertificate) {
        return Base64.getEncoder()
                .encodeToString(ClientCertificates.pem(keyOrCertificate).getBytes(StandardCharsets.UTF_8));
    }

    private record TrustAll() implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // The client looks at no server here.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // Whoever it is, it must not answer.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
