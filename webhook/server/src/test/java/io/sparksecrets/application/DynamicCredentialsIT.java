package io.sparksecrets.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparksecrets.access.AccessPolicy;
import io.sparksecrets.access.AccessRule;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.resolution.Leases;
import io.sparksecrets.resolution.Resolution;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.store.Deadlines;
import io.sparksecrets.store.Recipient;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.adapter.StoreAdapters;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.cache.CachingSecretStore;
import io.sparksecrets.store.database.EmbeddedDatabase;
import io.sparksecrets.testing.PostgresServer;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.VaultClient;
import io.sparksecrets.testing.VaultServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that a Vault makes for a database, as somebody configures and refers to them. */
@SuppressWarnings("NullAway.Init")
class DynamicCredentialsIT {

    private static final Reference USER = new Reference("logins", "reader", "username", null, null);
    private static final Reference PASSWORD = new Reference("logins", "reader", "password", null, null);

    @TempDir
    Path directory;

    @BeforeAll
    static void createRole() {
        PostgresServer.shared().execute("CREATE ROLE vault_of_logins LOGIN SUPERUSER PASSWORD 'hunter2'");
    }

    @Test
    void theLongFormReadsUserAndPasswordOfTheSameLoginFromANamedStore() throws Exception {
        try (VaultServer vault = RealServer.start(VaultServer::start)) {
            prepare(vault.client());
            Configuration configuration = configuration(vault);
            List<SecretStore> stores = new ArrayList<>();
            StoreAdapters adapters = new StoreAdapters(access -> Optional.empty());
            for (StoreConfiguration store : configuration.stores().all()) {
                stores.add(adapters.open(store, configuration.cluster()));
            }
            try {
                assertThat(USER.toString()).isEqualTo("${secrets:logins:reader#username}");

                Map<Reference, SecretValue> values =
                        resolved(new Resolver(stores, "database", DynamicCredentialsIT::policy), "pod");

                logIn(text(values, USER), text(values, PASSWORD));
            } finally {
                stores.forEach(SecretStore::close);
            }
        }
    }

    @Test
    void eachExecutorHasALoginOfItsOwnThoughACacheStandsInFrontOfTheVault() throws Exception {
        try (VaultServer vault = RealServer.start(VaultServer::start)) {
            prepare(vault.client());
            Configuration configuration = configuration(vault);
            StoreConfiguration logins = configuration.stores().named("logins");
            try (SecretStore cached = new CachingSecretStore(
                            new StoreAdapters(access -> Optional.empty()).open(logins, configuration.cluster()),
                            configuration.cache(),
                            Duration.ofSeconds(10),
                            new SimpleMeterRegistry());
                    SecretStore embedded = EmbeddedDatabase.open(directory.resolve("data"))) {
                Resolver resolver = new Resolver(
                        List.of(embedded, cached),
                        "database",
                        DynamicCredentialsIT::policy,
                        new Leases(configuration.leasedStores(), 2));

                Map<Reference, SecretValue> first = resolved(resolver, "exec-1");
                Map<Reference, SecretValue> again = resolved(resolver, "exec-1");
                Map<Reference, SecretValue> second = resolved(resolver, "exec-2");

                assertThat(text(again, USER)).isEqualTo(text(first, USER));
                assertThat(text(second, USER)).isNotEqualTo(text(first, USER));
                logIn(text(first, USER), text(first, PASSWORD));
                logIn(text(second, USER), text(second, PASSWORD));
                Resolution third = resolver.resolve(
                        new Workload("team-a", "spark"),
                        Set.of(USER, PASSWORD),
                        Deadlines.REVIEW,
                        Optional.of(new Recipient("exec-3", Optional.of("app"))));
                assertThat(((Resolution.Failed) third).failures().values())
                        .allSatisfy(
                                failure -> assertThat(failure.message()).contains("2 executors of this application"));
            }
        }
    }

    private static void prepare(VaultClient client) throws Exception {
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

    private static AccessPolicy policy() {
        return AccessPolicy.of(List.of(new AccessRule(List.of("*"), List.of(), List.of("*"), List.of("logins"))));
    }

    private static Map<Reference, SecretValue> resolved(Resolver resolver, String recipient) {
        Resolution resolution = resolver.resolve(
                new Workload("team-a", "spark"),
                Set.of(USER, PASSWORD),
                Deadlines.REVIEW,
                Optional.of(new Recipient(recipient, Optional.of("app"))));
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
