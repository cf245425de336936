package io.sparksecrets.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.LeasedStores;
import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.credential.FileCredential;
import io.sparksecrets.store.credential.SecretKeyCredential;
import io.sparksecrets.store.database.PostgresSettings;
import io.sparksecrets.store.vault.VaultAuth;
import io.sparksecrets.store.vault.VaultSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway.Init")
class StoreConfigurationTest {

    private static final Map<String, String> KUBERNETES = Map.of("type", "kubernetes");
    private static final Map<String, String> DATABASE = Map.of(
            "type", "database",
            "databaseSettings.url", "jdbc:postgresql://db/s",
            "databaseSettings.keysetFile", "/k");
    private static final Map<String, String> VAULT = Map.of(
            "type", "vault",
            "vaultSettings.endpoint", "http://vault:8200",
            "vaultSettings.path", "/v1/secret/data",
            "vaultSettings.token", "root");
    private static final Map<String, String> APP_ROLE =
            with(without(VAULT, "vaultSettings.token"), "vaultSettings.appRole.roleId", "r");
    private static final Map<String, String> APP_ROLE_AND_ID = with(APP_ROLE, "vaultSettings.appRole.secretId", "i");
    private static final Map<String, String> VAULT_KUBERNETES =
            with(without(VAULT, "vaultSettings.token"), "vaultSettings.kubernetes.role", "spark");

    @TempDir
    Path directory;

    /** Each setting of a store with others that it needs, a value that is not its default, and what it makes of the store. */
    static Stream<Arguments> settings() {
        return Stream.of(
                setting(KUBERNETES, "type", "database", StoreConfiguration::place, "embedded database in /data"),
                setting(
                        DATABASE,
                        "databaseSettings.url",
                        "jdbc:postgresql://x:1/y?ssl=true",
                        c -> postgres(c).url(),
                        "jdbc:postgresql://x:1/y?ssl=true"),
                setting(DATABASE, "databaseSettings.user", "u", c -> postgres(c).user(), Optional.of("u")),
                setting(
                        DATABASE,
                        "databaseSettings.password",
                        "p",
                        c -> read(postgres(c).password()),
                        "p"),
                setting(
                        DATABASE,
                        "databaseSettings.passwordFile",
                        "/p",
                        c -> place(postgres(c).password()),
                        "the file /p"),
                setting(
                        with(DATABASE, "databaseSettings.passwordSecret.key", "k"),
                        "databaseSettings.passwordSecret.name",
                        "s",
                        c -> place(postgres(c).password()),
                        "the key \"k\" of the Secret s"),
                setting(
                        with(DATABASE, "databaseSettings.passwordSecret.name", "s"),
                        "databaseSettings.passwordSecret.key",
                        "K_1",
                        c -> place(postgres(c).password()),
                        "the key \"K_1\" of the Secret s"),
                setting(
                        without(DATABASE, "databaseSettings.keysetFile"),
                        "databaseSettings.keysetFile",
                        "/x",
                        c -> place(postgres(c).keyset()),
                        "the file /x"),
                setting(
                        with(
                                without(DATABASE, "databaseSettings.keysetFile"),
                                "databaseSettings.keysetSecret.key",
                                "k"),
                        "databaseSettings.keysetSecret.name",
                        "s",
                        c -> place(postgres(c).keyset()),
                        "the key \"k\" of the Secret s"),
                setting(
                        with(
                                without(DATABASE, "databaseSettings.keysetFile"),
                                "databaseSettings.keysetSecret.name",
                                "s"),
                        "databaseSettings.keysetSecret.key",
                        "k",
                        c -> place(postgres(c).keyset()),
                        "the key \"k\" of the Secret s"),
                setting(
                        DATABASE,
                        "databaseSettings.maxVersions",
                        "3",
                        c -> postgres(c).maxVersions(),
                        3),
                setting(
                        DATABASE,
                        "databaseSettings.maxConnections",
                        "20",
                        c -> postgres(c).maxConnections(),
                        20),
                setting(
                        KUBERNETES,
                        "kubernetesSettings.secretName",
                        "mine",
                        c -> ((StoreConfiguration.Kubernetes) c).secretName(),
                        "mine"),
                setting(
                        KUBERNETES,
                        "kubernetesSettings.namespace",
                        "n",
                        c -> ((StoreConfiguration.Kubernetes) c).namespace(),
                        Optional.of("n")),
                setting(
                        VAULT,
                        "vaultSettings.endpoint",
                        "https://v.example.org/",
                        c -> vault(c).endpoint(),
                        URI.create("https://v.example.org")),
                setting(
                        VAULT,
                        "vaultSettings.path",
                        "/v1/a/b/data/iomete/poc",
                        c -> vault(c).path(),
                        "/v1/a/b/data/iomete/poc"),
                setting(VAULT, "vaultSettings.token", "s.x", c -> read(token(c)), "s.x"),
                setting(
                        without(VAULT, "vaultSettings.token"),
                        "vaultSettings.tokenFile",
                        "/t",
                        c -> place(token(c)),
                        "the file /t"),
                setting(
                        with(without(VAULT, "vaultSettings.token"), "vaultSettings.tokenSecret.key", "token"),
                        "vaultSettings.tokenSecret.name",
                        "s",
                        c -> place(token(c)),
                        "the key \"token\" of the Secret s"),
                setting(
                        with(without(VAULT, "vaultSettings.token"), "vaultSettings.tokenSecret.name", "s"),
                        "vaultSettings.tokenSecret.key",
                        "token",
                        c -> place(token(c)),
                        "the key \"token\" of the Secret s"),
                setting(
                        APP_ROLE_AND_ID,
                        "vaultSettings.appRole.mount",
                        "a/b",
                        c -> appRole(c).mount(),
                        "a/b"),
                setting(
                        APP_ROLE_AND_ID,
                        "vaultSettings.appRole.roleId",
                        "x",
                        c -> appRole(c).roleId(),
                        "x"),
                setting(
                        APP_ROLE,
                        "vaultSettings.appRole.secretId",
                        "x",
                        c -> read(appRole(c).secretId()),
                        "x"),
                setting(
                        APP_ROLE,
                        "vaultSettings.appRole.secretIdFile",
                        "/f",
                        c -> place(appRole(c).secretId()),
                        "the file /f"),
                setting(
                        with(APP_ROLE, "vaultSettings.appRole.secretIdSecret.key", "k"),
                        "vaultSettings.appRole.secretIdSecret.name",
                        "s",
                        c -> place(appRole(c).secretId()),
                        "the key \"k\" of the Secret s"),
                setting(
                        with(APP_ROLE, "vaultSettings.appRole.secretIdSecret.name", "s"),
                        "vaultSettings.appRole.secretIdSecret.key",
                        "k",
                        c -> place(appRole(c).secretId()),
                        "the key \"k\" of the Secret s"),
                setting(
                        VAULT_KUBERNETES,
                        "vaultSettings.kubernetes.mount",
                        "k8s",
                        c -> kubernetes(c).mount(),
                        "k8s"),
                setting(
                        VAULT_KUBERNETES,
                        "vaultSettings.kubernetes.role",
                        "r",
                        c -> kubernetes(c).role(),
                        "r"),
                setting(
                        VAULT_KUBERNETES,
                        "vaultSettings.kubernetes.tokenFile",
                        "/t",
                        c -> place(kubernetes(c).serviceAccountToken()),
                        "the file /t"),
                setting(VAULT, "vaultSettings.namespace", "team", c -> vault(c).namespace(), Optional.of("team")),
                setting(VAULT, "vaultSettings.caFile", "/ca", c -> vault(c).caFile(), Optional.of(Path.of("/ca"))),
                setting(
                        VAULT,
                        "vaultSettings.connectTimeout",
                        "3s",
                        c -> vault(c).connectTimeout(),
                        Duration.ofSeconds(3)),
                setting(
                        VAULT,
                        "vaultSettings.readTimeout",
                        "500ms",
                        c -> vault(c).readTimeout(),
                        Duration.ofMillis(500)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("settings")
    void everyKeyReachesTheDefaultStoreAndANamedOneFromTheFileAndTheDefaultOneFromAVariable(
            Map<String, String> others,
            String key,
            String text,
            Function<StoreConfiguration, Object> part,
            Object value)
            throws Exception {
        Path whole = file("secretStore", with(others, key, text));
        assertThat(part.apply(read(whole, Map.of()).stores().defaultStore())).isEqualTo(value);

        Setting<?> setting = setting(key);
        assertThat(part.apply(read(file("secretStore", without(others, key)), Map.of(setting.variable(), text))
                        .stores()
                        .defaultStore()))
                .isEqualTo(value);

        if (!key.equals("type")) {
            StoreConfiguration named = read(file("stores.x", with(others, key, text)), Map.of())
                    .stores()
                    .all()
                    .get(1);
            assertThat(named.name()).isEqualTo("x");
            assertThat(part.apply(named)).isEqualTo(value);
        }
    }

    @Test
    void noSettingOfAStoreIsLeftOutOfTheTestAbove() {
        List<Object> tested = settings().map(arguments -> arguments.get()[1]).toList();
        assertThat(StoreSettings.all())
                .allMatch(setting -> tested.contains(setting.key().substring("secretStore.".length())));
    }

    @Test
    void theSnippetOfTheDocumentationIsTaken() throws Exception {
        StoreConfiguration store = read(file("""
                secretStore:
                  type: vault            # database, kubernetes, vault
                  vaultSettings:
                    endpoint: "http://vault.vault.svc.cluster.local:8200"
                    path: "/v1/secret/data/iomete/poc"
                    token: "root"
                    # tokenSecret: { name: secret-name, key: token }
                """), Map.of()).stores().defaultStore();
        assertThat(store.name()).isEqualTo("vault");
        assertThat(store.place())
                .isEqualTo("Vault at http://vault.vault.svc.cluster.local:8200, /v1/secret/data/iomete/poc");
        assertThat(store.toString()).doesNotContain("root");
        assertThat(read(token(store))).isEqualTo("root");
    }

    @Test
    void whatIsNotGivenHasItsDefault() throws Exception {
        VaultSettings vault = vault(
                read(file("secretStore", VAULT_KUBERNETES), Map.of()).stores().defaultStore());
        assertThat(vault.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(vault.readTimeout()).isEqualTo(Duration.ofSeconds(2));
        VaultAuth.Kubernetes auth = (VaultAuth.Kubernetes) vault.auth();
        assertThat(auth.mount()).isEqualTo("kubernetes");
        assertThat(place(auth.serviceAccountToken()))
                .isEqualTo("the file /var/run/secrets/kubernetes.io/serviceaccount/token");
        assertThat(appRole(read(file("secretStore", APP_ROLE_AND_ID), Map.of())
                                .stores()
                                .defaultStore())
                        .mount())
                .isEqualTo("approle");
        assertThat(read(file("secretStore", KUBERNETES), Map.of()).stores().defaultStore())
                .isEqualTo(new StoreConfiguration.Kubernetes("kubernetes", Optional.empty(), "iomete-secret-store"));
        PostgresSettings postgres =
                postgres(read(file("secretStore", DATABASE), Map.of()).stores().defaultStore());
        assertThat(postgres.password()).isEmpty();
        assertThat(postgres.maxVersions()).isEqualTo(10);
        assertThat(postgres.maxConnections()).isEqualTo(8);
    }

    @Test
    void severalStoresAreKeptInTheirOrder() throws Exception {
        Configuration configuration = read(file("""
                secretStore: {type: kubernetes}
                stores:
                  database: {type: database}
                  try-out: {type: database}
                  old_1: {type: kubernetes, kubernetesSettings: {secretName: old}}
                """), Map.of());
        assertThat(configuration.stores().all())
                .containsExactly(
                        new StoreConfiguration.Kubernetes("kubernetes", Optional.empty(), "iomete-secret-store"),
                        new StoreConfiguration.Embedded("database", Path.of("/data")),
                        new StoreConfiguration.Embedded("try-out", Path.of("/data/stores/try-out")),
                        new StoreConfiguration.Kubernetes("old_1", Optional.empty(), "old"));
    }

    @Test
    void theSectionsOfTypesThatAreNotInUseMayBeThereAndIncompleteButNotWrong() throws Exception {
        assertThat(read(file("""
                secretStore:
                  type: kubernetes
                  databaseSettings: {url: "jdbc:postgresql://db/s"}
                  vaultSettings: {endpoint: "http://vault:8200", appRole: {mount: a}}
                """), Map.of()).stores().all()).hasSize(1);
        Path file = file("""
                secretStore:
                  type: database
                  vaultSettings: {readTimeout: soon, tokn: x, token: a, appRole: {mount: b}}
                """);
        assertThat(problems(file))
                .containsExactlyInAnyOrder(
                        "secretStore.vaultSettings (%s:3) holds a key that is no setting; did you mean \"token\"?"
                                .formatted(file),
                        "secretStore.vaultSettings.readTimeout (%s:3) takes a duration such as 500ms, 3.5s or 2m, 0.1s to 60s"
                                .formatted(file),
                        "secretStore.vaultSettings.token (%s:3) and secretStore.vaultSettings.appRole.mount (%s:3) are both given; there is one way to authenticate"
                                .formatted(file, file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {type: vault}                                                     | secretStore.type (F) is vault, so secretStore.vaultSettings needs a way to authenticate: token, tokenFile, tokenSecret, appRole or kubernetes ; secretStore.type (F) is vault, so secretStore.vaultSettings.endpoint must be given ; secretStore.type (F) is vault, so secretStore.vaultSettings.path must be given
            {type: vault, vaultSettings: {E, token: a, tokenFile: b}}         | secretStore.vaultSettings.token (F) and secretStore.vaultSettings.tokenFile (F) are both given; the credential comes from one place
            {type: vault, vaultSettings: {E, token: a, tokenFile: b, tokenSecret: {name: c}}} | secretStore.vaultSettings.token (F), secretStore.vaultSettings.tokenFile (F) and secretStore.vaultSettings.tokenSecret.name (F) are all given; the credential comes from one place
            {type: vault, vaultSettings: {E, tokenSecret: {name: a}}}         | secretStore.vaultSettings.tokenSecret.name (F) needs secretStore.vaultSettings.tokenSecret.key beside it
            {type: vault, vaultSettings: {E, tokenSecret: {key: a}}}          | secretStore.vaultSettings.tokenSecret.key (F) needs secretStore.vaultSettings.tokenSecret.name beside it
            {type: vault, vaultSettings: {E, token: a, kubernetes: {role: b}}} | secretStore.vaultSettings.token (F) and secretStore.vaultSettings.kubernetes.role (F) are both given; there is one way to authenticate
            {type: vault, vaultSettings: {E, appRole: {roleId: a}}}           | secretStore.vaultSettings.appRole.roleId (F) needs secretStore.vaultSettings.appRole.secretId, secretStore.vaultSettings.appRole.secretIdFile, or secretStore.vaultSettings.appRole.secretIdSecret with name and key beside it
            {type: vault, vaultSettings: {E, appRole: {secretId: a}}}         | secretStore.vaultSettings.appRole.secretId (F) needs secretStore.vaultSettings.appRole.roleId beside it
            {type: vault, vaultSettings: {E, kubernetes: {mount: a}}}         | secretStore.vaultSettings.kubernetes.mount (F) needs secretStore.vaultSettings.kubernetes.role beside it
            {type: vault, vaultSettings: {endpoint: 'vault:8200', path: /v1/a/data, token: a}} | secretStore.vaultSettings.endpoint (F) takes an address such as https://vault.example.org:8200
            {type: vault, vaultSettings: {endpoint: 'http://v/x', path: /v1/a/data, token: a}} | secretStore.vaultSettings.endpoint (F) takes an address such as https://vault.example.org:8200
            {type: vault, vaultSettings: {endpoint: 'http://admin:Dummy-Pw-2@v:8200', path: /v1/a/data, token: a}} | secretStore.vaultSettings.endpoint (F) has a user or a password before the host; leave them out: a Vault takes a token, or one of the other auth methods, as settings beside it
            {databaseSettings: {url: 'jdbc:postgresql://ss:Dummy-Pw-1@db:5999/secrets', keysetFile: k}} | secretStore.databaseSettings.url (F) has a user or a password before the host; leave them out: user and password are settings of their own, beside the URL (in a parameter, an "@" is %40)
            {type: vault, vaultSettings: {endpoint: 'http://v', path: secret/poc, token: a}} | secretStore.vaultSettings.path (F) takes a path of Vault's API, such as /v1/secret/data/team/poc
            {databaseSettings: {user: u}}                                     | secretStore.databaseSettings.user (F) is for a database of your own; name that with secretStore.databaseSettings.url, or leave both out for the embedded one
            {databaseSettings: {url: 'jdbc:postgresql:s'}}                    | secretStore.databaseSettings.url (F) needs the keys of the values beside it: secretStore.databaseSettings.keysetFile, or secretStore.databaseSettings.keysetSecret with name and key
            {databaseSettings: {url: 'jdbc:postgresql:s', keysetFile: a, maxConnections: 1}} | secretStore.databaseSettings.maxConnections (F) takes a whole number from 2 to 100
            {type: file}                                                      | secretStore.type (F) takes one of database, kubernetes, vault
            """)
    void aWrongCombinationIsOneProblemThatNamesKeyAndPlace(String store, String expected) throws Exception {
        Path file = file(
                "secretStore: " + store.replace("E,", "endpoint: 'http://vault:8200', path: /v1/secret/data,") + "\n");
        assertThat(problems(file))
                .containsExactlyInAnyOrder(expected.replace("F)", file + ":1)").split(" ; "));
    }

    @Test
    void aNamedStoreNeedsATypeAndANameOfItsOwnThatReferencesCanBear() throws Exception {
        Path file = file("""
                secretStore: {type: vault, vaultSettings: {endpoint: "http://v", path: /v1/a/data, token: t}}
                stores:
                  vault: {type: database}
                  none:
                  a.b: {type: database}
                  "": {type: database}
                  x: {type: database, databaseSetings: {}}
                """);
        assertThat(problems(file))
                .containsExactlyInAnyOrder(
                        "stores.vault (%s:3) has the name of the default store, which is called by its type; choose another name"
                                .formatted(file),
                        "stores.none (%s:4) needs its type beside it: stores.none.type takes one of database, kubernetes, vault"
                                .formatted(file),
                        "stores (%s:5) holds a name that no reference can bear: the name of a store has letters, digits, \"_\" and \"-\""
                                .formatted(file),
                        "stores (%s:6) holds a name that no reference can bear: the name of a store has letters, digits, \"_\" and \"-\""
                                .formatted(file),
                        "stores.x (%s:7) holds a key that is no setting; did you mean \"databaseSettings\"?"
                                .formatted(file));
        Path list = file("stores: [vault]\n");
        assertThat(problems(list))
                .containsExactly("stores (%s:1) takes names of stores below it, not a word or a list".formatted(list));
    }

    @Test
    void noCredentialIsShownInAProblemOrInTheConfiguration() throws Exception {
        Path wrong = file("""
                secretStore:
                  databaseSettings: {url: "jdbc:mysql://db/x?password=hunter2", password: [hunter2]}
                  vaultSettings: {token: {hunter2: hunter2}, appRole: {secretId: [hunter2]}}
                """);
        assertThat(problems(wrong)).hasSize(6).noneMatch(problem -> problem.contains("hunter2"));
        Path right = file("""
                secretStore:
                  databaseSettings: {url: "jdbc:postgresql://db:1/x?user=ann&ApplicationName=hunter2", keysetFile: k, password: hunter2}
                stores:
                  v: {type: vault, vaultSettings: {endpoint: "http://v", path: /v1/a/data, appRole: {roleId: r, secretId: hunter2}}}
                """);
        Configuration configuration = read(right, Map.of());
        assertThat(configuration.toString()).doesNotContain("hunter2");
        assertThat(configuration.stores().defaultStore().place()).isEqualTo("PostgreSQL at jdbc:postgresql://db:1/x");
    }

    private static PostgresSettings postgres(StoreConfiguration store) {
        return ((StoreConfiguration.Postgres) store).settings();
    }

    private static VaultSettings vault(StoreConfiguration store) {
        return ((StoreConfiguration.Vault) store).settings();
    }

    private static CredentialSource token(StoreConfiguration store) {
        return ((VaultAuth.Token) vault(store).auth()).token();
    }

    private static VaultAuth.AppRole appRole(StoreConfiguration store) {
        return (VaultAuth.AppRole) vault(store).auth();
    }

    private static VaultAuth.Kubernetes kubernetes(StoreConfiguration store) {
        return (VaultAuth.Kubernetes) vault(store).auth();
    }

    private static String read(Optional<CredentialSource> source) {
        return read(source.orElseThrow());
    }

    @Test
    void aVaultWhosePathIsNoneOfAKvEngineMakesCredentials() throws Exception {
        Configuration named = read(file("""
                stores:
                  logins:
                    type: vault
                    vaultSettings: {endpoint: "http://vault:8200", path: /v1/database/creds, token: t}
                  archive:
                    type: vault
                    vaultSettings: {endpoint: "http://vault:8200", path: /v1/secret/data/old, token: t}
                """), Map.of());
        Configuration byDefault =
                read(file("secretStore", with(VAULT, "vaultSettings.path", "/v1/database/creds")), Map.of());

        assertThat(named.leasedStores()).isEqualTo(new LeasedStores(Set.of("logins"), false));
        assertThat(byDefault.leasedStores()).isEqualTo(new LeasedStores(Set.of("vault"), true));
        assertThat(read(file("secretStore", VAULT), Map.of()).leasedStores()).isEqualTo(LeasedStores.NONE);
    }

    private static String read(CredentialSource source) {
        return source.read().reveal();
    }

    private static String place(Optional<CredentialSource> source) {
        return place(source.orElseThrow());
    }

    private static String place(CredentialSource source) {
        return switch (source) {
            case FileCredential credential -> "the file " + credential.file();
            case SecretKeyCredential credential ->
                "the key \"%s\" of the Secret %s".formatted(credential.key(), credential.secretName());
            default -> source.place();
        };
    }

    private static Arguments setting(
            Map<String, String> others,
            String key,
            String text,
            Function<StoreConfiguration, Object> part,
            Object value) {
        return Arguments.of(others, key, text, part, value);
    }

    private static Setting<?> setting(String key) {
        return StoreSettings.all().stream()
                .filter(setting -> setting.key().equals("secretStore." + key))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String text) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put(key, text);
        return all;
    }

    private static Map<String, String> without(Map<String, String> settings, String key) {
        Map<String, String> all = new TreeMap<>(settings);
        all.remove(key);
        return all;
    }

    /** Settings below a key, as a file. */
    private Path file(String key, Map<String, String> settings) throws IOException {
        Map<String, Object> tree = new TreeMap<>();
        settings.forEach((path, text) -> put(tree, key + "." + path, text));
        return file(tree.toString().replace("=", ": ").replace("\0", "="));
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, String path, String text) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            tree.put(path, "\"" + text.replace("=", "\0") + "\"");
        } else {
            put(
                    (Map<String, Object>) tree.computeIfAbsent(path.substring(0, dot), name -> new TreeMap<>()),
                    path.substring(dot + 1),
                    text);
        }
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "config", ".yaml"), yaml);
    }

    private static Configuration read(Path file, Map<String, String> variables) throws ConfigurationException {
        return ConfigurationReader.read(
                file, with(variables, "SPARK_SECRETS_DATA", "/data"), Map.of(), access -> Optional.empty());
    }

    private static List<String> problems(Path file) {
        try {
            throw new AssertionError("no problem in " + read(file, Map.of()));
        } catch (ConfigurationException e) {
            return e.problems();
        }
    }
}
