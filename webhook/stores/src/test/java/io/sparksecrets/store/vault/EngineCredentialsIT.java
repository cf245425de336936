package io.sparksecrets.store.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException.Reason;
import io.sparksecrets.testing.FreePort;
import io.sparksecrets.testing.PostgresServer;
import io.sparksecrets.testing.VaultClient;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Credentials of the database engine for a real PostgreSQL. */
class EngineCredentialsIT extends VaultIT {

    private static final String PATH = "/v1/database/creds";

    @BeforeAll
    static void prepare() throws IOException {
        PostgresServer.shared().execute("CREATE ROLE vault LOGIN SUPERUSER PASSWORD 'hunter2'");
        PostgresServer.shared().execute("CREATE ROLE rotated LOGIN PASSWORD 'first'");
        VaultClient client = vault.client();
        client.post("sys/mounts/database", "{\"type\": \"database\"}");
        connection("main", PostgresServer.shared().port());
        client.post("database/roles/reader", role("main"));
        client.post(
                "database/static-roles/rotated",
                "{\"db_name\": \"main\", \"username\": \"rotated\", \"rotation_period\": \"2h\"}");
    }

    private static void connection(String name, int port) throws IOException {
        vault.client().post("database/config/" + name, """
                {"plugin_name": "postgresql-database-plugin", "allowed_roles": "*", "verify_connection": false,
                 "connection_url": "postgresql://{{username}}:{{password}}@127.0.0.1:%d/postgres?sslmode=disable",
                 "username": "vault", "password": "hunter2"}""".formatted(port));
    }

    private static String role(String connection) {
        return """
                {"db_name": "%s", "default_ttl": "1h", "max_ttl": "24h", "creation_statements":
                 ["CREATE ROLE \\"{{name}}\\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'"]}""".formatted(connection);
    }

    @Test
    void eachReadMakesCredentialsThatLogInAndMayBeKeptForTheirLease() throws Exception {
        try (SecretStore store = open(PATH)) {
            ReadResult.Fields first = (ReadResult.Fields) read(store, "reader");
            Map<String, String> second = fields(store, "reader");

            assertThat(first.lease()).contains(Duration.ofHours(1));
            assertThat(second).containsOnlyKeys("username", "password");
            assertThat(second.get("username")).isNotEqualTo(revealed(first, "username"));
            logIn(revealed(first, "username"), revealed(first, "password"));
        }
    }

    @Test
    void credentialsAreNotKeptLongerThanTheTokenWithWhichVaultTakesThemBack() throws IOException {
        vault.client().policy("creds", "path \"database/creds/*\" { capabilities = [\"read\"] }");
        String token = vault.client().token("{\"policies\": [\"creds\"], \"renewable\": false, \"ttl\": \"10m\"}");

        try (SecretStore store = Settings.of(vault.address(), PATH, token).open()) {
            assertThat(((ReadResult.Fields) read(store, "reader")).lease().orElseThrow())
                    .isPositive()
                    .isLessThanOrEqualTo(Duration.ofMinutes(10));
        }
    }

    @Test
    void aStaticRoleMayBeKeptUntilItsPasswordChanges() throws Exception {
        try (SecretStore store = open("/v1/database/static-creds")) {
            ReadResult.Fields found = (ReadResult.Fields) read(store, "rotated");

            assertThat(found.lease().orElseThrow()).isPositive().isLessThanOrEqualTo(Duration.ofHours(2));
            logIn("rotated", revealed(found, "password"));
        }
    }

    @Test
    void aRoleThatDoesNotExistIsNotFound() {
        try (SecretStore store = open(PATH)) {
            assertThat(missing(read(store, "writer"))).contains("no role of this name");
        }
    }

    @Test
    void aDatabaseThatVaultCannotReachIsUnavailableAndShowsNoPassword() throws IOException {
        connection("down", FreePort.choose());
        vault.client().post("database/roles/down", role("down"));

        try (SecretStore store = open(PATH)) {
            assertThat(unavailable(read(store, "down"))).contains("HTTP 500").doesNotContain("hunter2");
        }
    }

    @Test
    void aRoleThatTheTokenMayNotUseIsDenied() throws IOException {
        String token = token("reader-only", "path \"database/creds/reader\" { capabilities = [\"read\"] }");

        try (SecretStore store = Settings.of(vault.address(), PATH, token).open()) {
            assertThat(fields(store, "reader")).containsKey("password");
            assertThat(denied(read(store, "admin"))).contains("\"read\" on the path \"database/creds/admin\"");
        }
    }

    @Test
    void thereIsNothingToManageAndThereAreNoVersions() {
        try (SecretStore store = open(PATH)) {
            ReadRequest version = new ReadRequest("reader", OptionalLong.of(1));

            assertThat(store.read(List.of(version)).get(version)).isInstanceOf(ReadResult.Unsupported.class);
            assertThat(assertFails(Reason.UNSUPPORTED, () -> store.list("", "", 10)))
                    .contains("/v1/database/creds of the Vault holds no secrets that can be managed");
            assertThat(assertFails(
                            Reason.UNSUPPORTED,
                            () -> store.write("reader", SecretValue.of("hunter2"), OptionalLong.empty(), "ann")))
                    .doesNotContain("hunter2");
            assertFails(Reason.UNSUPPORTED, () -> store.delete("reader"));
            assertFails(Reason.UNSUPPORTED, () -> store.restore("reader"));
            assertFails(Reason.UNSUPPORTED, () -> store.versions("reader"));
            assertThat(store.health().available()).as(store.health().detail()).isTrue();
        }
    }

    private static String revealed(ReadResult.Fields found, String field) {
        SecretValue value = found.fields().get(field);
        assertThat(value).as(field).isNotNull();
        return value == null ? "" : value.reveal();
    }

    private static void logIn(String user, String password) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:%d/postgres"
                .formatted(PostgresServer.shared().port());
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            assertThat(connection.isValid(10)).isTrue();
        }
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(url, user, password + "x"));
    }
}
