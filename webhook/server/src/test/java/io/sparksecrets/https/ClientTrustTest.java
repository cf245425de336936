package io.sparksecrets.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.certs.ServingCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class ClientTrustTest {

    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final CertificateAuthority authority = CertificateAuthority.create(Instant.now(), Duration.ofDays(2));
    private final ServingCertificate certificate =
            authority.issue(List.of("localhost"), Instant.now(), Duration.ofDays(1));
    private final ClientCertificates clients = new ClientCertificates();
    private HttpsServer server;

    @AfterEach
    void stop() {
        server.stop(Duration.ZERO);
    }

    @Test
    void aClientWithACertificateOfTheAuthorityMayCall() throws Exception {
        start(Set.of());

        assertThat(call(clients.issue("anybody"))).isEqualTo(200);
    }

    @Test
    void whoHasNoneGetsNoAnswer() throws Exception {
        start(Set.of());

        assertThatThrownBy(() -> call(KeptConnection.trusting(authority))).isInstanceOf(IOException.class);
    }

    @Test
    void oneOfAnotherAuthorityGetsNoAnswer() throws Exception {
        start(Set.of());

        assertThatThrownBy(() -> call(new ClientCertificates().issue("kube-apiserver")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whereNamesAreGivenOnlyTheyMayCall() throws Exception {
        start(Set.of("kube-apiserver"));

        assertThat(call(clients.issue("kube-apiserver"))).isEqualTo(200);
        assertThatThrownBy(() -> call(clients.issue("kubelet"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> call(clients.issue("kube-apiserver.evil"))).isInstanceOf(IOException.class);
    }

    private void start(Set<String> names) {
        server = new HttpsServer(
                new HttpsServer.Settings("127.0.0.1", 0, Duration.ofSeconds(1), Duration.ofSeconds(10)),
                () -> certificate,
                Optional.of(new ClientTrust(List.of(clients.authority()), names)),
                routes -> routes.post("/", context -> context.result("called")));
        server.start();
    }

    private int call(ClientCertificates.Client client) throws Exception {
        return call(client.context(authority.certificate()));
    }

    private int call(SSLContext context) throws IOException {
        try (KeptConnection connection = KeptConnection.open(context, server.port())) {
            return connection.post("/", BODY).status();
        }
    }
}
