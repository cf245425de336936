package io.sparksecrets.command.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.Surroundings;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.adapter.DatabaseKeysOpener;
import io.sparksecrets.store.adapter.StoreAdapters;
import io.sparksecrets.testing.Administrator;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.PostgresDatabaseAccess;
import io.sparksecrets.testing.PostgresServer;
import io.sparksecrets.testing.RealServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of a PostgreSQL whose keyset is in a Secret of a real API server, beside the password. */
@SuppressWarnings("NullAway.Init")
class KeysInSecretIT {

    private static final String SECRET = "database";
    private static final String KEYSET = "keyset.json";

    private static ApiServer server;
    private static Administrator administrator;
    private static KubernetesClient admin;
    private static int namespaces;

    private final PostgresDatabaseAccess access = PostgresServer.shared().createDatabase();

    @TempDir
    Path directory;

    private String namespace;
    private ClusterConfig cluster;
    private String keyset;

    @BeforeAll
    static void start() throws IOException {
        server = RealServer.start(ApiServer::start);
        administrator = new Administrator(server);
        admin = administrator.client();
    }

    @AfterAll
    static void end() throws IOException {
        if (administrator != null) {
            administrator.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void createKeyset() throws IOException {
        namespaces++;
        namespace = "keys-" + namespaces;
        administrator.createNamespace(namespace);
        cluster = access -> Optional.of(server.config());
        Path file = directory.resolve(KEYSET);
        assertThat(run("create", file.toString()).exitCode()).isZero();
        keyset = Files.readString(file);
        admin.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(SECRET)
                        .addToLabels("app.kubernetes.io/managed-by", "Helm")
                        .endMetadata()
                        .addToData(KEYSET, base64(keyset))
                        .addToData("password", base64(access.password()))
                        .build())
                .create();
    }

    @Test
    void aRotationWritesTheKeysetToTheSecretAndLeavesItsOtherEntries() throws Exception {
        try (SecretStore store = openStore()) {
            write(store, "KEY", "value");

            CommandRun rotated = keys("rotate");

            assertThat(rotated.exitCode()).as(rotated.err()).isZero();
            assertThat(rotated.out())
                    .containsPattern(
                            "Added key [0-9]+ to the Secret and key that secretStore.databaseSettings.keysetSecret names\\.")
                    .contains("Encrypted again: 1 of 1 values, ");
            assertThat(data(KEYSET)).isNotEqualTo(keyset).contains("primaryKeyId");
            assertThat(data("password")).isEqualTo(access.password());
            assertThat(secret().getMetadata().getLabels()).containsEntry("app.kubernetes.io/managed-by", "Helm");
            assertThat(value(store, "KEY")).isEqualTo("value");
            assertThat(keys("show").out())
                    .containsPattern("enabled +0\n")
                    .containsPattern("primary +1\n")
                    .contains("The keyset is the Secret and key that secretStore.databaseSettings.keysetSecret names.");
            assertThat(keys("reencrypt").out()).contains("Encrypted again: 0 of 0 values, ");
            assertThat(keys("prune").out()).contains("Removed from the Secret and key that secretStore");
        }
        try (SecretStore fresh = openStore()) {
            assertThat(value(fresh, "KEY")).isEqualTo("value");
        }
    }

    @Test
    void rotationsAtTheSameTimeLoseNoKeyAndNoValue() throws Exception {
        try (SecretStore store = openStore();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                write(store, "KEY_" + i, "value " + i);
            }

            List<Future<CommandRun>> rotations = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                rotations.add(threads.submit(() -> keys("rotate")));
            }
            List<CommandRun> runs = new ArrayList<>();
            for (Future<CommandRun> rotation : rotations) {
                runs.add(rotation.get());
            }

            assertThat(runs).allSatisfy(run -> assertThat(run.out()).contains("Added key "));
            // Each may have left to the other what that one had in hand.
            CommandRun rest = keys("reencrypt");
            assertThat(rest.exitCode()).as(rest.out() + rest.err()).isZero();
            assertThat(keys("show").out().lines().filter(line -> line.matches("[0-9]+ +(primary|enabled) .*")))
                    .hasSize(3);
            for (int i = 0; i < 20; i++) {
                assertThat(value(store, "KEY_" + i)).isEqualTo("value " + i);
            }
        }
    }

    @Test
    void aSecretThatIsNotThereIsNamedWithWhatToDo() {
        admin.secrets().inNamespace(namespace).withName(SECRET).delete();

        assertRefused(
                keys("show"),
                "the Secret for the keyset does not exist (the Secret and key that secretStore.databaseSettings.keysetSecret names); restore it from a backup");
        assertRefused(
                keys("rotate"),
                "the Secret for the keyset does not exist (the Secret and key that secretStore.databaseSettings.keysetSecret names); restore it from a backup");
    }

    @Test
    void anEntryThatIsNotThereIsNamed() {
        admin.secrets()
                .inNamespace(namespace)
                .withName(SECRET)
                .edit(found -> new SecretBuilder(found).removeFromData(KEYSET).build());

        assertRefused(
                keys("rotate"),
                "the Secret for the keyset has no such key (the Secret and key that secretStore.databaseSettings.keysetSecret names); name the one that holds the keyset");
        assertThat(secret().getData()).containsOnlyKeys("password");
    }

    @Test
    void whatIsNoKeysetIsRefusedUnquotedAndNotReplaced() {
        put(KEYSET, "hunter2");

        assertRefused(
                keys("rotate"),
                "the Secret and key that secretStore.databaseSettings.keysetSecret names holds no usable Tink keyset in JSON");
        assertThat(data(KEYSET)).isEqualTo("hunter2");
    }

    @Test
    void theKeysetOfAnotherDatabaseIsRefusedAndNotReplaced() throws Exception {
        try (SecretStore store = openStore()) {
            write(store, "KEY", "value");
        }
        Path file = directory.resolve("another.json");
        assertThat(run("create", file.toString()).exitCode()).isZero();
        String another = Files.readString(file);
        put(KEYSET, another);

        assertRefused(keys("rotate"), "was written with another keyset than the Secret and key that");
        assertThat(data(KEYSET)).isEqualTo(another);
    }

    @Test
    void whoMayNotReadTheSecretIsToldSo() {
        cluster = access -> Optional.of(new ConfigBuilder(server.config())
                .withImpersonateUsername("nobody")
                .build());

        assertRefused(keys("rotate"), "database", "cannot be read", "get");
        assertThat(data(KEYSET)).isEqualTo(keyset);
    }

    private void assertRefused(CommandRun run, String... words) {
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(words).doesNotContain("hunter2", "\tat ", access.password());
        assertThat(run.out()).isEmpty();
    }

    private CommandRun keys(String command) {
        return run(command, "--config", configuration().toString());
    }

    private CommandRun run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "keys";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.of(
                KeysCommand.create(
                        new Surroundings()
                                .clusters(anything -> cluster.find(anything))
                                .environment(Map.of("HOME", directory.toString()))
                                .context(),
                        new DatabaseKeysOpener(anything -> cluster.find(anything))),
                all);
    }

    private Path configuration() {
        try {
            return Files.writeString(
                    directory.resolve("config.yaml"), """
                    namespace: %s
                    secretStore:
                      type: database
                      databaseSettings:
                        url: "%s"
                        user: %s
                        passwordSecret: { name: database, key: password }
                        keysetSecret: { name: database, key: keyset.json }
                    """.formatted(namespace, access.url(), access.user()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private SecretStore openStore() throws Exception {
        Configuration read =
                ConfigurationReader.read(configuration(), Map.of("HOME", directory.toString()), Map.of(), cluster);
        return new StoreAdapters(cluster).open(read.stores().defaultStore(), read.cluster());
    }

    private static void write(SecretStore store, String path, String value) {
        store.write(path, SecretValue.of(value), OptionalLong.empty(), "ann");
    }

    private static String value(SecretStore store, String path) {
        ReadRequest request = ReadRequest.newest(path);
        ReadResult result = store.read(List.of(request)).get(request);
        return result instanceof ReadResult.Text text ? text.value().reveal() : String.valueOf(result);
    }

    private void put(String entry, String text) {
        admin.secrets()
                .inNamespace(namespace)
                .withName(SECRET)
                .edit(found ->
                        new SecretBuilder(found).addToData(entry, base64(text)).build());
    }

    private String data(String entry) {
        return new String(Base64.getDecoder().decode(secret().getData().get(entry)), StandardCharsets.UTF_8);
    }

    private Secret secret() {
        return admin.secrets().inNamespace(namespace).withName(SECRET).require();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
