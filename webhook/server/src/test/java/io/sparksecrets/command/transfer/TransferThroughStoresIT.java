package io.sparksecrets.command.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.Surroundings;
import io.sparksecrets.command.line.CommandContext;
import io.sparksecrets.command.line.StoreOption;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ForwardingSecretStore;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.adapter.StoreAdapters;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.store.database.KeysetFile;
import io.sparksecrets.testing.Administrator;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.CapturedLog;
import io.sparksecrets.testing.PostgresDatabaseAccess;
import io.sparksecrets.testing.PostgresServer;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.VaultServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves secrets through stores of all types, each with its real server. */
@SuppressWarnings("NullAway.Init")
class TransferThroughStoresIT {

    private static final String PASSPHRASE = "correct horse battery staple";
    private static final String LONG_PATH = "deep/" + "n".repeat(240) + "/LEAF";

    private static VaultServer vault;
    private static ApiServer cluster;
    private static Administrator administrator;

    @TempDir
    Path directory;

    private final StringBuilder shown = new StringBuilder();
    private final ClusterConfig clusters = access -> Optional.of(cluster.config());
    private StoreOpener stores = new StoreAdapters(clusters);
    private Path config;

    @BeforeAll
    static void start() throws IOException {
        vault = RealServer.start(VaultServer::start);
        vault.client().mountKv("secret", 2);
        cluster = RealServer.start(ApiServer::start);
        administrator = new Administrator(cluster);
        administrator.createNamespace("spark-secrets");
    }

    @AfterAll
    static void end() throws IOException {
        if (administrator != null) {
            administrator.close();
        }
        if (cluster != null) {
            cluster.close();
        }
        if (vault != null) {
            vault.close();
        }
    }

    @BeforeEach
    void configureStores() throws IOException {
        PostgresDatabaseAccess postgres = PostgresServer.shared().createDatabase();
        new KeysetFile(directory.resolve("keyset.json")).create();
        Files.writeString(directory.resolve("password"), postgres.password());
        config = Files.writeString(directory.resolve("config.yaml"), """
                dataDirectory: %s
                stores:
                  postgres:
                    type: database
                    databaseSettings: {url: "%s", user: "%s", passwordFile: %s, keysetFile: %s}
                  vault:
                    type: vault
                    vaultSettings: {endpoint: "%s", path: /v1/secret/data/moved, token: "%s"}
                  kubernetes:
                    type: kubernetes
                    kubernetesSettings: {namespace: spark-secrets}
                  restored: {type: database}
                """.formatted(
                        directory.resolve("data"),
                        postgres.url(),
                        postgres.user(),
                        directory.resolve("password"),
                        directory.resolve("keyset.json"),
                        vault.address(),
                        vault.rootToken()));
    }

    @Test
    void secretsGoFromStoreToStoreAndThroughAFileAndAreTheSame() throws Exception {
        Map<String, String> secrets = secrets();
        put("database", secrets);
        try (CapturedLog log = new CapturedLog()) {
            move(secrets);
            assertThat(log.loggers()).as("who logged").isNotEmpty();
            assertThat(log.lines().filter(line -> line.contains("hunter2") || line.contains(PASSPHRASE)))
                    .as("what was logged")
                    .isEmpty();
        }
        assertThat(shown.toString()).as("what was shown").doesNotContain("hunter2", PASSPHRASE, vault.rootToken());
    }

    private void move(Map<String, String> secrets) throws Exception {

        String all = "%d written, 0 the same already, 0 in conflict, 0 failed.".formatted(secrets.size());
        assertThat(succeeds("copy", "--from", "database", "--to", "postgres", "--dry-run"))
                .contains("%d to be written".formatted(secrets.size()));
        assertThat(values("postgres", secrets)).as("after a dry run").isEmpty();
        assertThat(succeeds("copy", "--from", "database", "--to", "postgres")).contains(all);
        assertThat(values("postgres", secrets)).isEqualTo(secrets);

        interruptedCopyToVault(secrets.size());
        assertThat(values("vault", secrets)).isEqualTo(secrets);

        put("kubernetes", Map.of("team/db/PASSWORD", "hunter2 by hand"));
        CommandRun conflict = run("copy", "--from", "vault", "--to", "kubernetes");
        assertThat(conflict.exitCode()).isEqualTo(1);
        assertThat(conflict.out())
                .contains("team/db/PASSWORD  conflict", "%d written".formatted(secrets.size() - 1), "1 in conflict");
        assertThat(succeeds("copy", "--from", "vault", "--to", "kubernetes", "--overwrite"))
                .contains("1 written, %d the same already".formatted(secrets.size() - 1));
        assertThat(values("kubernetes", secrets)).isEqualTo(secrets);
        assertThat(administrator
                        .client()
                        .secrets()
                        .inNamespace("spark-secrets")
                        .withName("iomete-secret-store")
                        .get()
                        .getData())
                .containsKeys("ROOT", "-team.db.PASSWORD", "-a.b-.c--d", "-team.nested", "team");

        String file = directory.resolve("secrets.export").toString();
        assertThat(succeeds("export", "--from", "kubernetes", "--file", file))
                .contains("%d exported and read back, 0 failed.".formatted(secrets.size()));
        assertThat(succeeds("import", "--to", "restored", "--file", file)).contains(all);
        assertThat(values("restored", secrets)).isEqualTo(secrets);
    }

    /** The Vault is sealed in the middle, and unsealed for the second attempt. */
    private void interruptedCopyToVault(int count) throws IOException {
        stores = (store, within) -> store.name().equals("vault")
                ? new SealedAfter(70, new StoreAdapters(clusters).open(store, within))
                : new StoreAdapters(clusters).open(store, within);
        CommandRun interrupted = run("copy", "--from", "postgres", "--to", "vault");
        assertThat(interrupted.exitCode()).isEqualTo(1);
        assertThat(interrupted.err())
                .contains(
                        "the store \"vault\" cannot be asked: ",
                        "sealed",
                        "50 of %d secrets are done".formatted(count));

        vault.unseal();
        stores = new StoreAdapters(clusters);
        assertThat(succeeds("copy", "--from", "postgres", "--to", "vault"))
                .contains("%d written, 70 the same already, 0 in conflict, 0 failed.".formatted(count - 70));
    }

    private static Map<String, String> secrets() {
        Map<String, String> secrets = new TreeMap<>();
        secrets.put("ROOT", "hunter2");
        secrets.put("team", "a secret that is a folder too, hunter2");
        secrets.put("team/nested", "");
        secrets.put("team/db/PASSWORD", "quote\" \\ $ ' hunter2\nsecond line\t\u00fc \u20ac \ud83d\ude00");
        secrets.put("a/b.c-d", "hunter2 {\"json\": [1, \"x\"]}");
        secrets.put("_x/9-.y/z", "hunter2=");
        secrets.put(LONG_PATH, "hunter2 far down");
        secrets.put("LARGE", "hunter2 ".repeat(10_000));
        for (int i = 0; i < 112; i++) {
            secrets.put("bulk/K%03d".formatted(i), "hunter2-" + i);
        }
        return secrets;
    }

    private void put(String name, Map<String, String> secrets) throws Exception {
        try (SecretStore store = open(name)) {
            secrets.forEach((path, value) -> store.write(path, SecretValue.of(value), OptionalLong.empty(), "ann"));
        }
    }

    private Map<String, String> values(String name, Map<String, String> secrets) throws Exception {
        Map<String, String> values = new TreeMap<>();
        try (SecretStore store = open(name)) {
            Map<ReadRequest, ReadResult> results = new LinkedHashMap<>(store.read(
                    secrets.keySet().stream().map(ReadRequest::newest).toList()));
            results.forEach((request, result) -> {
                switch (result) {
                    case ReadResult.Text text ->
                        values.put(request.path(), text.value().reveal());
                    case ReadResult.Fields fields ->
                        fields.fields().values().forEach(value -> values.put(request.path(), value.reveal()));
                    default -> assertThat(result).isInstanceOf(ReadResult.NotFound.class);
                }
            });
        }
        return values;
    }

    private SecretStore open(String name) throws Exception {
        Configuration read = ConfigurationReader.read(config, Map.of(), Map.of(), clusters);
        return new StoreAdapters(clusters).open(StoreOption.named(name, read), read.cluster());
    }

    private String succeeds(String... arguments) {
        CommandRun run = run(arguments);
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        return run.out();
    }

    private CommandRun run(String... arguments) {
        CommandContext context = new Surroundings()
                .stores(stores)
                .clusters(clusters)
                .environment(Map.of("HOME", "/home/ann", "SPARK_SECRETS_PASSPHRASE", PASSPHRASE))
                .context();
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--config", config.toString()))
                .toArray(String[]::new);
        CommandRun run = CommandRun.of(
                switch (arguments[0]) {
                    case "copy" -> CopyCommand.create(context);
                    case "export" -> ExportCommand.create(context);
                    default -> ImportCommand.create(context);
                },
                all);
        shown.append(run.out()).append(run.err());
        return run;
    }

    /** Has the Vault sealed after some writes. */
    private static final class SealedAfter extends ForwardingSecretStore {

        private int left;

        private SealedAfter(int writes, SecretStore store) {
            super(store);
            left = writes;
        }

        @Override
        public SecretMetadata write(String path, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
            if (left == 0) {
                try {
                    vault.seal();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            left--;
            return super.write(path, value, expectedVersion, writtenBy);
        }
    }
}
