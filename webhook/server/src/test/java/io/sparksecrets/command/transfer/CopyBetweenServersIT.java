package io.sparksecrets.command.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.Surroundings;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.adapter.StoreAdapters;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.store.database.EmbeddedDatabase;
import io.sparksecrets.store.database.KeysetFile;
import io.sparksecrets.testing.PostgresDatabaseAccess;
import io.sparksecrets.testing.PostgresServer;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.VaultServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy from the embedded database to a PostgreSQL and on to a Vault, each of which goes away in between. */
@SuppressWarnings("NullAway.Init")
class CopyBetweenServersIT {

    private static final ClusterConfig NO_CLUSTER = access -> Optional.empty();
    private static final int SECRETS = 120;
    private static final int UNTIL_INTERRUPTED = 70;

    /** Takes a server away. */
    private interface Interruption {
        void happen() throws IOException;
    }

    @TempDir
    Path directory;

    private PostgresServer postgres;
    private VaultServer vault;
    private Path config;

    @BeforeEach
    void startServers() throws Exception {
        postgres = RealServer.start(() -> PostgresServer.start(PostgresServer.NEWEST));
        vault = RealServer.start(VaultServer::start);
        vault.client().mountKv("secret", 2);
        PostgresDatabaseAccess access = postgres.createDatabase();
        Path password = Files.writeString(directory.resolve("password"), access.password());
        Path keyset = directory.resolve("keyset.json");
        new KeysetFile(keyset).create();
        config = Files.writeString(directory.resolve("config.yaml"), """
                dataDirectory: %s
                stores:
                  postgres:
                    type: database
                    databaseSettings: {url: "%s", user: "%s", passwordFile: %s, keysetFile: %s}
                  vault:
                    type: vault
                    vaultSettings: {endpoint: "%s", path: /v1/secret/data/team, token: "%s"}
                """.formatted(
                        directory.resolve("data"),
                        access.url(),
                        access.user(),
                        password,
                        keyset,
                        vault.address(),
                        vault.rootToken()));
    }

    @AfterEach
    void endServers() throws IOException {
        if (vault != null) {
            vault.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void eachInterruptedCopyIsContinuedByTheSameCommandAndNothingIsLost() throws Exception {
        try (SecretStore embedded = EmbeddedDatabase.open("database", directory.resolve("data"))) {
            for (int i = 0; i < SECRETS; i++) {
                embedded.write(path(i), SecretValue.of(value(i)), OptionalLong.of(0), "ann");
            }
        }

        assertInterrupted(copy("database", "postgres", postgres::kill));
        postgres.start();
        assertContinued(copy("database", "postgres"));

        assertInterrupted(copy("postgres", "vault", vault::seal));
        vault.unseal();
        assertContinued(copy("postgres", "vault"));

        assertThat(copy("database", "vault", "--dry-run"))
                .as("what the Vault has, compared with the beginning")
                .isEqualTo(new CommandRun(
                        0,
                        "From database to vault: 0 to be written, %d the same already, 0 in conflict, 0 failed.\n"
                                .formatted(SECRETS),
                        ""));
        assertThat(vault.client().get("secret/data/team/" + path(1)).body())
                .as("what Vault itself answers")
                .contains("\"value\":\"" + value(1) + "\"", "\"version\":1");
    }

    private static void assertInterrupted(CommandRun run) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err())
                .contains("run the same command again to go on: what is there already is skipped")
                .doesNotContain("hunter2", "Exception");
    }

    private static void assertContinued(CommandRun run) {
        assertThat(run.out())
                .as(run.err())
                .endsWith(": %d written, %d the same already, 0 in conflict, 0 failed.\n"
                        .formatted(SECRETS - UNTIL_INTERRUPTED, UNTIL_INTERRUPTED));
        assertThat(run.exitCode()).isZero();
    }

    private static String path(int i) {
        return "db%d/KEY_%03d".formatted(i % 3, i);
    }

    private static String value(int i) {
        return switch (i % 4) {
            case 0 -> "hunter2\r\nß \uD83D\uDD11 \"%d\"\n".formatted(i);
            case 2 -> "hunter2".repeat(10_000) + i;
            default -> "hunter2-" + i;
        };
    }

    private CommandRun copy(String from, String to, String... options) {
        return run(new StoreAdapters(NO_CLUSTER), from, to, options);
    }

    private CommandRun copy(String from, String to, Interruption interruption) {
        StoreOpener real = new StoreAdapters(NO_CLUSTER);
        return run(
                (store, within) -> store.name().equals(to)
                        ? interrupted(real.open(store, within), interruption)
                        : real.open(store, within),
                from,
                to);
    }

    private CommandRun run(StoreOpener stores, String from, String to, String... options) {
        String[] arguments = Stream.concat(
                        Stream.of("copy", "--from", from, "--to", to, "--config", config.toString()),
                        Stream.of(options))
                .toArray(String[]::new);
        return CommandRun.of(
                CopyCommand.create(new Surroundings().stores(stores).context()), arguments);
    }

    /** The same store, whose server goes away before one of the writes. */
    private static SecretStore interrupted(SecretStore store, Interruption interruption) {
        int[] writes = new int[1];
        return (SecretStore) Proxy.newProxyInstance(
                SecretStore.class.getClassLoader(), new Class<?>[] {SecretStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("write") && writes[0]++ == UNTIL_INTERRUPTED) {
                        happen(interruption);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void happen(Interruption interruption) {
        try {
            interruption.happen();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
