package io.sparksecrets.store.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.sparksecrets.kubernetes.ClusterAccess;
import io.sparksecrets.kubernetes.ClusterSettings;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnableKubernetesMockClient(https = false)
@SuppressWarnings("NullAway.Init")
class CredentialsTest {

    private static final ClusterSettings INSTALLATION = new ClusterSettings(ClusterAccess.AUTO, Optional.of("secrets"));

    private static final String SECRET = "/api/v1/namespaces/secrets/secrets/vault";

    /** It tells of every request at INFO. Held here, because the JDK forgets loggers nobody holds. */
    private static final java.util.logging.Logger MOCK_SERVER =
            java.util.logging.Logger.getLogger("io.fabric8.mockwebserver");

    static {
        MOCK_SERVER.setLevel(java.util.logging.Level.WARNING);
    }

    @TempDir
    Path directory;

    KubernetesMockServer server;
    KubernetesClient client;

    @Test
    void aCredentialOfTheConfigurationIsNotShown() {
        InlineCredential credential = new InlineCredential(SecretValue.of("hunter2"));
        assertThat(credential.read()).isEqualTo(SecretValue.of("hunter2"));
        assertThat(credential.toString() + credential.place()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({"a, a", "'a\n', a", "'a\r\n', a", "'a\n\n', 'a\n'", "'{\n}\n', '{\n}'", "' a', ' a'", "'\uFEFFa\r\n', a"
    })
    void aFileIsACredentialWithoutTheNewlineAtItsEndAndTheByteOrderMarkAtItsBeginning(String content, String credential)
            throws Exception {
        Path file = Files.writeString(directory.resolve("token"), content);
        assertThat(file(file).read().reveal()).isEqualTo(credential);
    }

    @Test
    void aFileIsReadAgainEachTime() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "one");
        FileCredential credential = file(file);
        credential.read();
        Files.writeString(file, "two");
        assertThat(credential.read().reveal()).isEqualTo("two");
    }

    @Test
    void aFileThatCannotBeUsedIsCalledByItsSettingWithTheReasonAndNotWithItsContent() throws Exception {
        Path file = directory.resolve("token");
        String named = "the file that keysetFile names";
        assertUnavailable(file(file), named + " does not exist; make it, or name another one");
        Files.writeString(file, "\n");
        assertUnavailable(file(file), named + " is empty; put the credential into it");
        Files.write(file, new byte[] {'h', 'u', (byte) 0xFF});
        assertUnavailable(file(file), named + " is not UTF-8 text (byte 3)");
        Files.writeString(file, "x".repeat(1024 * 1024 + 1));
        assertUnavailable(file(file), named + " is longer than 1 MiB, which no credential is");
        assertUnavailable(file(directory), "the file that keysetFile names cannot be read (IOException)");
    }

    @Test
    void aKeyOfASecretIsReadInTheNamespaceOfTheInstallation() {
        server.expect()
                .get()
                .withPath(SECRET)
                .andReturn(200, secret("token", "s.x\n"))
                .once();
        server.expect()
                .get()
                .withPath(SECRET)
                .andReturn(200, secret("token", "\uFEFFs.y"))
                .once();
        CredentialSource credential = token();
        assertThat(credential.read().reveal()).isEqualTo("s.x");
        assertThat(credential.read().reveal()).as("it is read again").isEqualTo("s.y");
        assertThat(credential.place()).isEqualTo("the Secret and key that tokenSecret names");
    }

    @Test
    void aSecretThatIsMissingDeniedOrWithoutTheKeyIsToldApart() {
        server.expect().get().withPath(SECRET).andReturn(404, status(404)).once();
        assertUnavailable(
                token(), "the Secret that tokenSecret.name names does not exist in the namespace secrets; create it");
        server.expect().get().withPath(SECRET).andReturn(403, status(403)).once();
        assertUnavailable(
                token(),
                "the Secret that tokenSecret.name names cannot be read: Kubernetes denies it to the service account of the installation; grant it get on this Secret");
        server.expect()
                .get()
                .withPath(SECRET)
                .andReturn(200, secret("Token", "hunter2"))
                .once();
        assertUnavailable(
                token(),
                "the Secret that tokenSecret.name names has no such key as tokenSecret.key names; it has \"Token\"");
        server.expect()
                .get()
                .withPath(SECRET)
                .andReturn(200, secret("token", ""))
                .once();
        assertUnavailable(token(), "the key that tokenSecret.key names is empty; put the credential into it");
        server.expect().get().withPath(SECRET).andReturn(500, status(500)).once();
        assertUnavailable(
                token(), "the Secret that tokenSecret.name names cannot be read: the API server answered HTTP 500");
    }

    @Test
    void withoutAClusterASecretIsRefusedWithWhatToDo() {
        assertUnavailable(
                new SecretKeyCredential(
                        "vault",
                        "token",
                        "tokenSecret",
                        new InstallationSecretKeys(access -> Optional.empty(), INSTALLATION)),
                "the Secret that tokenSecret.name names cannot be read: neither a service account nor a kubeconfig was found; use a file instead, or run in a cluster");
    }

    private CredentialSource token() {
        return new SecretKeyCredential(
                "vault",
                "token",
                "tokenSecret",
                new InstallationSecretKeys(access -> Optional.of(client.getConfiguration()), INSTALLATION));
    }

    private static Object secret(String key, String value) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("vault")
                .endMetadata()
                .withData(Map.of(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))))
                .build();
    }

    private static Object status(int code) {
        return new StatusBuilder().withCode(code).withMessage("said").build();
    }

    private static void assertUnavailable(CredentialSource source, String message) {
        assertThatThrownBy(source::read).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.reason()).isEqualTo(StoreException.Reason.UNAVAILABLE);
            assertThat(e.getMessage()).isEqualTo(message);
        });
    }

    private static FileCredential file(Path file) {
        return new FileCredential(file, "keysetFile");
    }
}
