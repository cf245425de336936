package io.sparksecrets.command.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.StoreRuns;
import io.sparksecrets.store.database.KeysetFile;
import io.sparksecrets.testing.FreePort;
import io.sparksecrets.testing.PostgresDatabaseAccess;
import io.sparksecrets.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test of a store against a PostgreSQL that has TLS. */
@SuppressWarnings("NullAway.Init")
class StoresOnPostgresTest {

    @TempDir
    Path directory;

    private PostgresServer server;
    private PostgresDatabaseAccess access;

    @BeforeEach
    void createDatabase() {
        server = PostgresServer.shared();
        access = server.createDatabase();
        new KeysetFile(directory.resolve("keyset.json")).create();
    }

    @Test
    void aServerThatIsUpPassesAllSteps() throws Exception {
        CommandRun run = test(
                access.url() + "?sslmode=verify-full&sslrootcert=" + server.caCertificate(),
                access.password(),
                "--write");
        assertThat(results(run)).containsExactly("passed", "passed", "passed", "passed", "passed", "passed", "passed");
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out())
                .contains("TLSv1.3, the certificate is good until ")
                .doesNotContain(access.password());
    }

    @Test
    void theFirstOfSeveralServersThatAnswersIsTaken() throws Exception {
        int nobody = FreePort.choose();
        CommandRun run = test(
                "jdbc:postgresql://localhost:%d,localhost:%d/%s".formatted(nobody, access.port(), access.database()),
                access.password());
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out())
                .contains("127.0.0.1:%d refuses the connection; ".formatted(nobody))
                .contains("127.0.0.1:%d accepts".formatted(access.port()))
                .contains("sslmode is prefer, so it is not verified");
    }

    @Test
    void aWrongPasswordFailsInTheAuthenticationAndIsNotShown() throws Exception {
        CommandRun run = test(access.url(), "hunter2");
        assertThat(results(run)).containsExactly("passed", "passed", "passed", "failed", "skipped", "skipped");
        assertThat(run.out()).contains("check the user and the password").doesNotContain("hunter2");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aWrongAuthorityFailsInTls() throws Exception {
        Path other = Files.writeString(
                directory.resolve("other.pem"),
                CertificateAuthority.create(Instant.now(), Duration.ofDays(1)).pem());
        CommandRun run = test(access.url() + "?sslmode=verify-ca&sslrootcert=" + other, access.password());
        assertThat(results(run)).containsExactly("passed", "passed", "failed", "skipped", "skipped", "skipped");
        assertThat(run.out()).contains("the certificate is not trusted").contains("sslrootcert=FILE");
    }

    @Test
    void aPortWhereNobodyListensFailsInTheConnection() throws Exception {
        int port = FreePort.choose();
        CommandRun run = test("jdbc:postgresql://localhost:%d/secrets?ApplicationName=hunter2".formatted(port), "");
        assertThat(results(run)).containsExactly("passed", "failed", "skipped", "skipped", "skipped", "skipped");
        assertThat(run.out())
                .contains("127.0.0.1:%d refuses the connection".formatted(port))
                .doesNotContain("hunter2");
    }

    private CommandRun test(String url, String password, String... options) throws Exception {
        Files.writeString(directory.resolve("password"), password);
        Path config = Files.writeString(directory.resolve("config.yaml"), """
                secretStore:
                  type: database
                  databaseSettings: {url: "%s", user: "%s", passwordFile: %s, keysetFile: %s}
                """.formatted(
                        url, access.user(), directory.resolve("password"), directory.resolve("keyset.json")));
        return StoreRuns.run(config, options);
    }

    private static List<String> results(CommandRun run) {
        return StoreRuns.results(run);
    }
}
