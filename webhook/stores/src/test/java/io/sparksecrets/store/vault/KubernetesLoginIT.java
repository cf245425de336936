package io.sparksecrets.store.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException.Reason;
import io.sparksecrets.testing.Administrator;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The login with a service account, which Vault's plugin has reviewed by a real API server. */
@SuppressWarnings("NullAway.Init")
class KubernetesLoginIT extends VaultIT {

    private static final String NAMESPACE = "spark-secrets";

    private static ApiServer apiServer;
    private static Administrator administrator;

    @BeforeAll
    static void prepare() throws IOException {
        apiServer = RealServer.start(ApiServer::start);
        administrator = new Administrator(apiServer);
        administrator.createNamespace(NAMESPACE);
        List.of("webhook", "stranger", "vault").forEach(account -> administrator.createAccount(NAMESPACE, account));
        administrator.bindClusterRole(NAMESPACE, "vault", "system:auth-delegator");

        vault.client().post("secret/data/team/KEY", "{\"data\": {\"value\": \"s3cret\"}}");
        vault.client().policy("team", "path \"secret/data/team/*\" { capabilities = [\"read\"] }");
        vault.client().post("sys/auth/clusters/one", "{\"type\": \"vault-plugin-auth-kubernetes\"}");
        String authority = Files.readString(apiServer.certificateAuthority()).replace("\n", "\\n");
        vault.client().post("auth/clusters/one/config", """
                {"kubernetes_host": "%s", "kubernetes_ca_cert": "%s", "token_reviewer_jwt": "%s"}""".formatted(apiServer.url(), authority, token("vault")));
        vault.client().post("auth/clusters/one/role/spark-secrets", """
                {"bound_service_account_names": "webhook", "bound_service_account_namespaces": "%s",
                 "token_policies": ["team"], "token_ttl": "1h"}""".formatted(NAMESPACE));
    }

    @AfterAll
    static void endApiServer() throws IOException {
        if (administrator != null) {
            administrator.close();
        }
        if (apiServer != null) {
            apiServer.close();
        }
    }

    @Test
    void theServiceAccountOfTheRoleLogsIn() {
        try (SecretStore store = open("spark-secrets", token("webhook"))) {
            assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");
            assertThat(store.health().available()).as(store.health().detail()).isTrue();
        }
    }

    @Test
    void anotherServiceAccountIsRefusedAndItsTokenNotShown() {
        String token = token("stranger");

        assertThat(assertFails(Reason.UNAVAILABLE, () -> open("spark-secrets", token)))
                .contains("refuses the role in vaultSettings.kubernetes.role for the service account token in the file")
                .contains("Kubernetes at what vaultSettings.kubernetes.mount says")
                .contains("service account name not authorized")
                .doesNotContain(token);
    }

    @Test
    void aRoleThatDoesNotExistAndATokenThatIsNoneAreRefused() {
        String token = token("webhook");

        assertThat(assertFails(Reason.UNAVAILABLE, () -> open("no-such-role", token)))
                .contains("invalid role name")
                .doesNotContain(token);
        assertThat(assertFails(Reason.UNAVAILABLE, () -> open("spark-secrets", "hunter2")))
                .contains("refuses the role")
                .doesNotContain("hunter2");
    }

    private static SecretStore open(String role, String token) {
        return Settings.of(
                        vault.address(),
                        "/v1/secret/data/team",
                        new VaultAuth.Kubernetes("clusters/one", role, Settings.credential(() -> token + "\n")))
                .open();
    }

    private static String token(String serviceAccount) {
        return administrator.token(NAMESPACE, serviceAccount);
    }
}
