package io.sparksecrets.command.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.certs.Pem;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.StoreRuns;
import io.sparksecrets.testing.FreePort;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.VaultServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test of a store against a Vault with TLS. */
@SuppressWarnings("NullAway.Init")
class StoresOnVaultIT {

    @TempDir
    static Path files;

    private static VaultServer vault;
    private static Path authority;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        CertificateAuthority issuer = CertificateAuthority.create(Instant.now(), Duration.ofDays(1));
        ServingCertificate certificate = issuer.issue(List.of("127.0.0.1"), Instant.now(), Duration.ofHours(1));
        authority = Files.writeString(files.resolve("ca.crt"), issuer.pem());
        VaultServer.Tls tls = new VaultServer.Tls(
                Files.writeString(files.resolve("tls.crt"), Pem.of(certificate.chain())),
                Files.writeString(files.resolve("tls.key"), certificate.privateKeyPem()),
                authority);
        vault = RealServer.start(() -> VaultServer.startWith(tls));
        vault.client().mountKv("secret", 2);
    }

    @AfterAll
    static void end() throws Exception {
        if (vault != null) {
            vault.close();
        }
    }

    @Test
    void aVaultThatIsUpPassesAllSteps() throws Exception {
        CommandRun run = test(vault.address().toString(), vault.rootToken(), authority, "--write");
        assertThat(results(run)).containsExactly("passed", "passed", "passed", "passed", "passed", "passed", "passed");
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out())
                .contains("TLSv1.3, the certificate is good until ")
                .doesNotContain(vault.rootToken());
        assertThat(vault.client()
                        .send("GET", "secret/data/team/spark-secrets-probe", "")
                        .status())
                .as("the probe is deleted")
                .isEqualTo(404);
        assertThat(test(vault.address().toString(), vault.rootToken(), authority, "--write")
                        .exitCode())
                .as("a second test")
                .isZero();
    }

    @Test
    void aSealedVaultFailsInTheAuthentication() throws Exception {
        vault.seal();
        try {
            CommandRun run = test(vault.address().toString(), vault.rootToken(), authority);
            assertThat(results(run)).containsExactly("passed", "passed", "passed", "failed", "skipped", "skipped");
            assertThat(run.out()).contains("is sealed; somebody has to unseal it");
            assertThat(run.exitCode()).isEqualTo(1);
        } finally {
            vault.unseal();
        }
    }

    @Test
    void aWrongTokenFailsInTheAuthenticationAndIsNotShown() throws Exception {
        CommandRun run = test(vault.address().toString(), "hvs.hunter2", authority);
        assertThat(results(run)).containsExactly("passed", "passed", "passed", "failed", "skipped", "skipped");
        assertThat(run.out()).contains("check the token").doesNotContain("hunter2");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aWrongAuthorityOrNoneFailsInTls() throws Exception {
        Path other = Files.writeString(
                directory.resolve("other.pem"),
                CertificateAuthority.create(Instant.now(), Duration.ofDays(1)).pem());
        CommandRun run = test(vault.address().toString(), vault.rootToken(), other);
        assertThat(results(run)).containsExactly("passed", "passed", "failed", "skipped", "skipped", "skipped");
        assertThat(run.out())
                .contains("it is not from the authorities in the file that vaultSettings.caFile names")
                .doesNotContain(other.toString());

        Path missing = directory.resolve("missing.pem");
        assertThat(test(vault.address().toString(), vault.rootToken(), missing).out())
                .contains("TLS              failed   the CA file that vaultSettings.caFile names")
                .contains("there is no such file");
    }

    @Test
    void aCertificateForAnotherNameFailsInTls() throws Exception {
        CommandRun run =
                test(vault.address().toString().replace("127.0.0.1", "localhost"), vault.rootToken(), authority);
        assertThat(results(run)).containsExactly("passed", "passed", "failed", "skipped", "skipped", "skipped");
        assertThat(run.out()).contains("the certificate is not for the host localhost");
    }

    @Test
    void aPortWhereNobodyListensFailsInTheConnection() throws Exception {
        int port = FreePort.choose();
        CommandRun run = test("https://127.0.0.1:" + port, vault.rootToken(), authority);
        assertThat(results(run)).containsExactly("passed", "failed", "skipped", "skipped", "skipped", "skipped");
        assertThat(run.out())
                .contains("127.0.0.1:%d refuses the connection".formatted(port))
                .contains("does the server run, and is the port right?");
    }

    @Test
    void aTokenThatMayOnlyReadFailsWhereItMayNotAndPassesWhereItMay() throws Exception {
        vault.client().policy("reading", "path \"secret/data/team/*\" { capabilities = [\"read\"] }");
        String token = vault.client().token("{\"policies\": [\"reading\"]}");
        CommandRun run = test(vault.address().toString(), token, authority, "--write");
        assertThat(results(run)).containsExactly("passed", "passed", "passed", "passed", "failed", "passed", "failed");
        assertThat(run.out()).contains("pods get theirs without it").doesNotContain(token);
    }

    @Test
    void aPathWithoutAnEngineFailsRatherThanToLookEmpty() throws Exception {
        CommandRun run =
                at("/v1/nowhere/data/team", vault.address().toString(), vault.rootToken(), authority, "--write");
        assertThat(results(run)).containsExactly("passed", "passed", "passed", "passed", "failed", "failed", "failed");
        assertThat(run.out()).contains("Vault has no engine mounted at the path \"nowhere/metadata/team\"");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void anEngineOfVersion1FailsWithWhatToDo() throws Exception {
        vault.client().mountKv("first", 1);
        CommandRun run = at("/v1/first/data/team", vault.address().toString(), vault.rootToken(), authority);
        assertThat(results(run)).containsExactly("passed", "passed", "passed", "failed", "skipped", "skipped");
        assertThat(run.out()).contains("vault kv enable-versioning first");
    }

    private CommandRun test(String endpoint, String token, Path caFile, String... options) throws Exception {
        return at("/v1/secret/data/team", endpoint, token, caFile, options);
    }

    private CommandRun at(String path, String endpoint, String token, Path caFile, String... options) throws Exception {
        Path config = Files.writeString(directory.resolve("config.yaml"), """
                secretStore:
                  type: vault
                  vaultSettings: {endpoint: "%s", path: %s, token: "%s", caFile: "%s"}
                """.formatted(endpoint, path, token, caFile));
        return StoreRuns.run(config, options);
    }

    private static List<String> results(CommandRun run) {
        return StoreRuns.results(run);
    }
}
