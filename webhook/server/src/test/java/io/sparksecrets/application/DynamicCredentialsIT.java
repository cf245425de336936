package io.sparksecrets.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.access.AccessPolicy;
import io.sparksecrets.access.AccessRule;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.configuration.StoreConfiguration;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.resolution.Resolution;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.servers.PostgresServer;
import io.sparksecrets.servers.RealServer;
import io.sparksecrets.servers.VaultClient;
import io.sparksecrets.servers.VaultServer;
import io.sparksecrets.store.SecretStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that a Vault makes for a database, as somebody configures and refers to them. */
@SuppressWarnings("NullAway.Init")
class DynamicCredentialsIT {

    @TempDir
    Path directory;

    @Test
    void theLongFormReadsUserAndPasswordOfTheSameLoginFromANamedStore() throws Exception {
        try (VaultServer vault = RealServer.start(VaultServer::start)) {
            prepare(vault.client());
            Configuration configuration = configuration(vault);
            List<SecretStore> stores = new ArrayList<>();
            StoreAdapters adapters = new StoreAdapters(access -> Optional.empty());
            for (StoreConfiguration store : configuration.stores()) {
                stores.add(adapters.open(store, configuration));
            }
            try {
                Reference user = new Reference("logins", "reader", "username", null, null);
                Reference password = new Reference("logins", "reader", "password", null, null);
                assertThat(user.toString()).isEqualTo("${secrets:logins:reader#username}");

                Map<Reference, SecretValue> values = resolved(stores, Set.of(user, password));

                logIn(text(values, user), text(values, password));
            } finally {
                stores.forEach(SecretStore::close);
            }
        }
    }

    private static void prepare(VaultClient client) throws Exception {
        PostgresServer.shared().execute("CREATE ROLE vault_of_logins LOGIN SUPERUSER PASSWORD 'hunter2'");
        client.post("sys/mounts/database", "{\"type\": \"database\"}");
        client.post(
                "database/config/main", """
                {"plugin_name": "postgresql-database-plugin", "allowed_roles": "reader", "username": "vault_of_logins",
                 "password": "hunter2",
                 "connection_url": "postgresql://{{username}}:{{password}}@127.0.0.1:%d/postgres?sslmode=disable"}
                """.formatted(PostgresServer.shared().port()));
        client.post("database/roles/reader", """
                {"db_name": "main", "default_ttl": "1h", "creation_statements":
                 ["CREATE ROLE \\"{{name}}\\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'"]}
                """);
        client.policy("reader", "path \"database/creds/reader\" { capabilities = [\"read\"] }");
    }

    private Configuration configuration(VaultServer vault) throws Exception {
        Path file = Files.writeString(directory.resolve("config.yaml"), """
                dataDirectory: %s
                stores:
                  logins:
                    type: vault
                    vaultSettings:
                      endpoint: "%s"
                      path: /v1/database/creds
                      token: "%s"
                """.formatted(
                directory.resolve("data"), vault.address(), vault.client().token("{\"policies\": [\"reader\"]}")));
        return ConfigurationReader.read(file, Map.of(), Map.of(), access -> Optional.empty());
    }

    private static Map<Reference, SecretValue> resolved(List<SecretStore> stores, Set<Reference> references) {
        AccessPolicy policy =
                AccessPolicy.of(List.of(new AccessRule(List.of("*"), List.of(), List.of("*"), List.of("logins"))));
        Resolution resolution = new Resolver(stores, "database", () -> policy)
                .resolve(new Workload("team-a", "spark"), new LinkedHashSet<>(references));
        assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
        return ((Resolution.Resolved) resolution).values();
    }

    private static String text(Map<Reference, SecretValue> values, Reference reference) {
        return Objects.requireNonNull(values.get(reference)).reveal();
    }

    private static void logIn(String user, String password) throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:%d/postgres"
                .formatted(PostgresServer.shared().port());
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            assertThat(connection.isValid(10)).isTrue();
        }
    }
}
