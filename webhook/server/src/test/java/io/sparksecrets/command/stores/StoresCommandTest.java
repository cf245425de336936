package io.sparksecrets.command.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.Surroundings;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.SecretStoreInMemory;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.store.diagnosis.StoreDiagnosis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SuppressWarnings("NullAway.Init")
class StoresCommandTest {

    @TempDir
    Path directory;

    private final SecretStoreInMemory store = new SecretStoreInMemory();
    private Path config;

    @BeforeEach
    void configureThreeStores() throws Exception {
        config = Files.writeString(directory.resolve("config.yaml"), """
                dataDirectory: /data
                stores:
                  vault:
                    type: vault
                    vaultSettings: {endpoint: "http://vault.invalid:8200", path: /v1/secret/data/team, token: hunter2}
                  other:
                    type: kubernetes
                    kubernetesSettings: {namespace: elsewhere}
                """);
    }

    @Test
    void theStoresAreListedWithTheOneThatIsTheDefault() throws Exception {
        assertThat(run(working(), "list")).isEqualTo(new CommandRun(0, """
                NAME      TYPE        DEFAULT  PLACE
                database  database    yes      embedded database in /data
                vault     vault       -        Vault at http://vault.invalid:8200, /v1/secret/data/team
                other     kubernetes  -        Kubernetes Secret iomete-secret-store in the namespace elsewhere
                """, ""));
        JsonNode json = JsonMapper.shared()
                .readTree(run(working(), "list", "-o", "json").out());
        assertThat(json.get(0).toString())
                .isEqualTo(
                        "{\"name\":\"database\",\"type\":\"database\",\"place\":\"embedded database in /data\",\"default\":true}");
        assertThat(json).hasSize(3);
    }

    @Test
    void aStoreThatWorksPassesAndIsLeftAsItWas() {
        assertThat(run(working(), "test", "database")).isEqualTo(new CommandRun(0, """
                database: embedded database in /data
                STEP             RESULT   DETAIL
                name resolution  skipped  the database is in a file of this host
                connection       skipped  the database is in a file of this host
                TLS              skipped  the database is in a file of this host
                authentication   passed   in memory
                list             passed   there are no secrets yet
                read             passed   it answers that there is no secret spark-secrets-probe, as expected
                """, ""));
        assertThat(run(working(), "test", "database", "--write").out().lines().toList())
                .last()
                .isEqualTo(
                        "write            passed   the secret spark-secrets-probe was written, read back and deleted");
        assertThat(store.isEmpty()).isTrue();
        assertThat(store.timesClosed()).isEqualTo(2);
    }

    @Test
    void aSecretInThePlaceOfTheProbeIsNeitherOverwrittenNorDeleted() {
        store.write(StoreDiagnosis.PROBE_PATH, SecretValue.of("mine"), OptionalLong.empty(), "ann");
        CommandRun run = run(working(), "test", "database", "--write");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("write            failed   spark-secrets-probe has version 1, not 0")
                .contains("-> a test that was interrupted may have left it");
        assertThat(store.value(StoreDiagnosis.PROBE_PATH)).isEqualTo("mine");
    }

    @Test
    void aHostThatIsNotKnownFailsAndWhatDependsOnItIsSkipped() {
        CommandRun run = run(working(), "test", "vault", "--write");
        assertThat(run).isEqualTo(new CommandRun(1, """
                vault: Vault at http://vault.invalid:8200, /v1/secret/data/team
                STEP             RESULT   DETAIL
                name resolution  failed   vault.invalid is not known
                                          -> check the spelling of the host name, and that the name server of this host knows it; a Service of another namespace is NAME.NAMESPACE.svc
                connection       skipped  an earlier step failed
                TLS              skipped  an earlier step failed
                authentication   skipped  an earlier step failed
                list             skipped  an earlier step failed
                read             skipped  an earlier step failed
                write            skipped  an earlier step failed
                """, ""));
    }

    @Test
    void aStoreThatCannotBeOpenedSaysWhy() {
        StoreOpener broken = (where, within) -> {
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "the keyset is gone");
        };
        assertThat(run(broken, "test", "database").out())
                .contains("authentication   failed   the keyset is gone")
                .contains("list             skipped  an earlier step failed");
    }

    @Test
    void allStoresAreTestedAndOneThatFailsIsEnough() throws Exception {
        CommandRun run = run(working(), "test", "-o", "json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out() + run.err()).doesNotContain("hunter2");
        JsonNode json = JsonMapper.shared().readTree(run.out());
        assertThat(json.findValuesAsString("name")).containsExactly("database", "vault", "other");
        assertThat(json.findValuesAsString("passed")).containsExactly("true", "false", "false");
        assertThat(json.get(2).get("steps").get(0).toString())
                .isEqualTo(
                        "{\"step\":\"name resolution\",\"result\":\"failed\",\"detail\":\"there is no cluster: neither a"
                                + " service account nor a kubeconfig was found\",\"hint\":\"run this in a pod of the cluster, or"
                                + " give a kubeconfig with the variable KUBECONFIG\"}");
    }

    @Test
    void inTheEndStandsWhichOfSeveralStoresFailedWhere() {
        assertThat(run(working(), "test").out().lines().toList())
                .last()
                .isEqualTo("2 of 3 stores failed: vault (name resolution); other (name resolution).");
        assertThat(run(working(), "test", "database").out()).doesNotContain("stores");
    }

    @Test
    void aStoreThatIsNotConfiguredIsRefused() {
        assertThat(run(working(), "test", "vaul"))
                .isEqualTo(new CommandRun(2, "", "error: there is no store \"vaul\"; did you mean \"vault\"?\n"));
    }

    private StoreOpener working() {
        return (where, within) -> store;
    }

    private CommandRun run(StoreOpener opener, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "stores";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--config";
        all[all.length - 1] = config.toString();
        return CommandRun.of(
                StoresCommand.create(new Surroundings().stores(opener).context()), all);
    }
}
