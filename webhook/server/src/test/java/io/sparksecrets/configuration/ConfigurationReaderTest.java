package io.sparksecrets.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.access.AccessRule;
import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.kubernetes.ClusterAccess;
import io.sparksecrets.kubernetes.ClusterSettings;
import io.sparksecrets.store.adapter.ConfiguredStores;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.cache.CacheSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

@SuppressWarnings("NullAway.Init")
class ConfigurationReaderTest {

    private static final Map<String, String> HOME = Map.of("HOME", "/home/ann");

    @TempDir
    Path directory;

    /** A file with the certificate of an authority. */
    private static String clientCa() {
        try {
            Path file = Files.createTempFile("client-ca", ".crt");
            file.toFile().deleteOnExit();
            return Files.writeString(
                            file,
                            CertificateAuthority.create(Instant.now(), Duration.ofDays(1))
                                    .pem())
                    .toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoMayCallIsSaidByAFileOfCertificatesAndItsNames() throws Exception {
        Configuration read = read(
                null, HOME, Map.of(Settings.CLIENT_CA_FILE, clientCa(), Settings.CLIENT_NAMES, "[kube-apiserver]"));

        assertThat(read.admission().clients().orElseThrow().names()).containsExactly("kube-apiserver");
    }

    @Test
    void aFileThatHoldsNoCertificateOrIsNotThereIsNamedAndSoAreNamesWithoutOne() throws Exception {
        assertThatThrownBy(() -> read(null, HOME, Map.of(Settings.CLIENT_CA_FILE, "/nowhere")))
                .hasMessageContaining("admission.clientCaFile")
                .hasMessageContaining("/nowhere cannot be read");
        Path empty = Files.writeString(directory.resolve("empty.crt"), "no certificate");
        assertThatThrownBy(() -> read(null, HOME, Map.of(Settings.CLIENT_CA_FILE, empty.toString())))
                .hasMessageContaining("-----BEGIN CERTIFICATE-----");
        assertThatThrownBy(() -> read(null, HOME, Map.of(Settings.CLIENT_NAMES, "[a]")))
                .hasMessageContaining("admission.clientNames")
                .hasMessageContaining("needs admission.clientCaFile");
    }

    @Test
    void withoutAnythingGivenEveryDefaultHolds() throws Exception {
        assertThat(read(HOME))
                .isEqualTo(new Configuration(
                        new ConfiguredStores(List.of(new StoreConfiguration.Embedded(
                                "database", Path.of("/home/ann/.local/share/spark-secrets")))),
                        new CacheSettings(
                                Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofMinutes(10), 10_000),
                        new Configuration.Admission(
                                "0.0.0.0", 9443, 4 * 1024 * 1024, Duration.ofMillis(3500), "enabled", Optional.empty()),
                        Optional.of(new Configuration.Api("0.0.0.0", 8443)),
                        new Configuration.Health("0.0.0.0", 9090),
                        new Configuration.Delivery(
                                Path.of("/home/ann/.local/share/spark-secrets/delivery-name.key"),
                                true,
                                Optional.empty(),
                                JavaArgumentFile.AUTO,
                                false,
                                100,
                                List.of(),
                                "spark-secrets-delivery"),
                        List.of(new AccessRule(
                                List.of("*"), List.of("*"), List.of("*", "{namespace}/**"), List.of("*"))),
                        new ClusterSettings(ClusterAccess.AUTO, Optional.empty()),
                        new Configuration.Certificates(
                                CertificateSourceType.MEMORY,
                                "spark-secrets-certificates",
                                "spark-secrets",
                                List.of(),
                                "spark-secrets",
                                "spark-secrets-ca",
                                Optional.empty(),
                                Duration.ofDays(3650),
                                Duration.ofDays(90)),
                        new Configuration.Shutdown(Duration.ofSeconds(5), Duration.ofSeconds(10)),
                        new Configuration.Logging(Level.INFO, LogFormat.JSON)));
    }

    @Test
    void everyKeyOfTheFileReachesItsComponent() throws Exception {
        Configuration configuration = read(file("""
                dataDirectory: /data
                secretStore:
                  type: database
                  databaseSettings:
                  vaultSettings: {endpoint: "http://vault:8200"}
                stores:
                  archive:
                    type: kubernetes
                    kubernetesSettings: {namespace: old, secretName: s}
                cache: {enabled: true, timeToLive: 1m, negativeTimeToLive: 1s, staleWhileUnavailable: 1h, maxEntries: 500}
                bindAddress: 127.0.0.1
                admission: {port: 1, maxBodyBytes: 1MiB, deadline: 500ms, namespaceLabelValue: "yes"}
                api: {enabled: true, port: 3}
                health:
                  port: 2
                delivery:
                  nameKeyFile: /keys/name
                  javaArgumentFile: never
                  schedulingGate: true
                  leasedExecutors: 7
                  namespaces: [team-a]
                  leaseName: l
                policy:
                  rules:
                  - namespaces: [team-a]
                    serviceAccounts: [spark, "etl-*"]
                    secrets: "**"
                    stores: [database]
                kubernetes: none
                namespace: secrets
                certificates:
                  source: files
                  secretName: s
                  serviceName: webhook
                  extraNames: [a.example.org, 10.0.0.1]
                  webhookConfigurations: w
                  caConfigMap: c
                  directory: /certs
                  authorityValidity: 400d
                  validity: 100d
                shutdown: {drainDelay: 0s, timeout: 1m}
                logging:
                  level: debug
                  format: text
                """), Map.of(), Map.of());
        assertThat(configuration)
                .isEqualTo(new Configuration(
                        new ConfiguredStores(List.of(
                                new StoreConfiguration.Embedded("database", Path.of("/data")),
                                new StoreConfiguration.Kubernetes("archive", Optional.of("old"), "s"))),
                        new CacheSettings(Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofHours(1), 500),
                        new Configuration.Admission(
                                "127.0.0.1", 1, 1024 * 1024, Duration.ofMillis(500), "yes", Optional.empty()),
                        Optional.of(new Configuration.Api("127.0.0.1", 3)),
                        new Configuration.Health("127.0.0.1", 2),
                        new Configuration.Delivery(
                                Path.of("/keys/name"),
                                false,
                                Optional.empty(),
                                JavaArgumentFile.NEVER,
                                true,
                                7,
                                List.of("team-a"),
                                "l"),
                        List.of(new AccessRule(
                                List.of("team-a"), List.of("spark", "etl-*"), List.of("**"), List.of("database"))),
                        new ClusterSettings(ClusterAccess.NONE, Optional.of("secrets")),
                        new Configuration.Certificates(
                                CertificateSourceType.FILES,
                                "s",
                                "webhook",
                                List.of("a.example.org", "10.0.0.1"),
                                "w",
                                "c",
                                Optional.of(Path.of("/certs")),
                                Duration.ofDays(400),
                                Duration.ofDays(100)),
                        new Configuration.Shutdown(Duration.ZERO, Duration.ofMinutes(1)),
                        new Configuration.Logging(Level.DEBUG, LogFormat.TEXT)));
    }

    /** Each setting with a value that is not its default, and what it makes of the configuration. */
    static Stream<Arguments> settings() {
        return Stream.of(
                setting(
                        Settings.DATA_DIRECTORY,
                        "SPARK_SECRETS_DATA",
                        "--data",
                        "/d",
                        c -> c.stores().defaultStore().place(),
                        "embedded database in /d"),
                setting(
                        Settings.CACHE_ENABLED,
                        "SPARK_SECRETS_CACHE_ENABLED",
                        "--cache-enabled",
                        "false",
                        c -> c.cache(),
                        CacheSettings.OFF),
                setting(
                        Settings.CACHE_TIME_TO_LIVE,
                        "SPARK_SECRETS_CACHE_TIME_TO_LIVE",
                        "--cache-time-to-live",
                        "2s",
                        c -> c.cache().timeToLive(),
                        Duration.ofSeconds(2)),
                setting(
                        Settings.CACHE_NEGATIVE_TIME_TO_LIVE,
                        "SPARK_SECRETS_CACHE_NEGATIVE_TIME_TO_LIVE",
                        "--cache-negative-time-to-live",
                        "0s",
                        c -> c.cache().negativeTimeToLive(),
                        Duration.ZERO),
                setting(
                        Settings.CACHE_STALE_WHILE_UNAVAILABLE,
                        "SPARK_SECRETS_CACHE_STALE_WHILE_UNAVAILABLE",
                        "--cache-stale-while-unavailable",
                        "0s",
                        c -> c.cache().staleWhileUnavailable(),
                        Duration.ZERO),
                setting(
                        Settings.CACHE_MAX_ENTRIES,
                        "SPARK_SECRETS_CACHE_MAX_ENTRIES",
                        "--cache-max-entries",
                        "100",
                        c -> c.cache().maxEntries(),
                        100),
                setting(
                        Settings.BIND_ADDRESS,
                        "SPARK_SECRETS_BIND_ADDRESS",
                        "--bind-address",
                        "::1",
                        c -> c.admission().bindAddress() + c.health().bindAddress(),
                        "::1::1"),
                setting(
                        Settings.ADMISSION_PORT,
                        "SPARK_SECRETS_ADMISSION_PORT",
                        "--admission-port",
                        "0",
                        c -> c.admission().port(),
                        0),
                setting(
                        Settings.ADMISSION_MAX_BODY_BYTES,
                        "SPARK_SECRETS_ADMISSION_MAX_BODY_BYTES",
                        "--admission-max-body-bytes",
                        "65536",
                        c -> c.admission().maxBodyBytes(),
                        65536),
                setting(
                        Settings.ADMISSION_DEADLINE,
                        "SPARK_SECRETS_ADMISSION_DEADLINE",
                        "--admission-deadline",
                        "2.25s",
                        c -> c.admission().deadline(),
                        Duration.ofMillis(2250)),
                setting(
                        Settings.NAMESPACE_LABEL_VALUE,
                        "SPARK_SECRETS_ADMISSION_NAMESPACE_LABEL_VALUE",
                        "--admission-namespace-label-value",
                        "staging",
                        c -> c.admission().namespaceLabelValue(),
                        "staging"),
                setting(
                        Settings.CLIENT_CA_FILE,
                        "SPARK_SECRETS_ADMISSION_CLIENT_CA_FILE",
                        "--admission-client-ca-file",
                        clientCa(),
                        c -> c.admission()
                                .clients()
                                .map(clients -> clients.authorities().size()),
                        Optional.of(1)),
                setting(
                        Settings.API_ENABLED,
                        "SPARK_SECRETS_API_ENABLED",
                        "--api-enabled",
                        "false",
                        Configuration::api,
                        Optional.empty()),
                setting(
                        Settings.API_PORT,
                        "SPARK_SECRETS_API_PORT",
                        "--api-port",
                        "65535",
                        c -> c.api().orElseThrow().port(),
                        65535),
                setting(
                        Settings.HEALTH_PORT,
                        "SPARK_SECRETS_HEALTH_PORT",
                        "--health-port",
                        "65535",
                        c -> c.health().port(),
                        65535),
                setting(
                        Settings.NAME_KEY_FILE,
                        "SPARK_SECRETS_DELIVERY_NAME_KEY_FILE",
                        "--delivery-name-key-file",
                        "/k",
                        c -> c.delivery().nameKeyFile() + ", made: "
                                + c.delivery().makesNameKey(),
                        "/k, made: false"),
                setting(
                        Settings.NAME_KEY_SECRET,
                        "SPARK_SECRETS_DELIVERY_NAME_KEY_SECRET",
                        "--delivery-name-key-secret",
                        "k",
                        c -> c.delivery().nameKeySecret(),
                        Optional.of("k")),
                setting(
                        Settings.NAMESPACE,
                        "SPARK_SECRETS_NAMESPACE",
                        "--namespace",
                        "n",
                        c -> c.cluster().namespace(),
                        Optional.of("n")),
                setting(
                        Settings.CERTIFICATE_SOURCE,
                        "SPARK_SECRETS_CERTIFICATES_SOURCE",
                        "--certificates-source",
                        "kubernetes",
                        c -> c.certificates().source(),
                        CertificateSourceType.KUBERNETES),
                setting(
                        Settings.CERTIFICATE_SECRET,
                        "SPARK_SECRETS_CERTIFICATES_SECRET_NAME",
                        "--certificates-secret-name",
                        "s",
                        c -> c.certificates().secretName(),
                        "s"),
                setting(
                        Settings.CERTIFICATE_SERVICE,
                        "SPARK_SECRETS_CERTIFICATES_SERVICE_NAME",
                        "--certificates-service-name",
                        "s",
                        c -> c.certificates().serviceName(),
                        "s"),
                setting(
                        Settings.CERTIFICATE_EXTRA_NAMES,
                        "SPARK_SECRETS_CERTIFICATES_EXTRA_NAMES",
                        "--certificates-extra-names",
                        "[a.b]",
                        c -> c.certificates().extraNames(),
                        List.of("a.b")),
                setting(
                        Settings.WEBHOOK_CONFIGURATIONS,
                        "SPARK_SECRETS_CERTIFICATES_WEBHOOK_CONFIGURATIONS",
                        "--certificates-webhook-configurations",
                        "w",
                        c -> c.certificates().webhookConfigurations(),
                        "w"),
                setting(
                        Settings.CA_CONFIG_MAP,
                        "SPARK_SECRETS_CERTIFICATES_CA_CONFIG_MAP",
                        "--certificates-ca-config-map",
                        "m",
                        c -> c.certificates().caConfigMap(),
                        "m"),
                setting(
                        Settings.CERTIFICATE_DIRECTORY,
                        "SPARK_SECRETS_CERTIFICATES_DIRECTORY",
                        "--certificates-directory",
                        "/d",
                        c -> c.certificates().directory(),
                        Optional.of(Path.of("/d"))),
                setting(
                        Settings.AUTHORITY_VALIDITY,
                        "SPARK_SECRETS_CERTIFICATES_AUTHORITY_VALIDITY",
                        "--certificates-authority-validity",
                        "400d",
                        c -> c.certificates().authorityValidity(),
                        Duration.ofDays(400)),
                setting(
                        Settings.CERTIFICATE_VALIDITY,
                        "SPARK_SECRETS_CERTIFICATES_VALIDITY",
                        "--certificates-validity",
                        "24h",
                        c -> c.certificates().validity(),
                        Duration.ofDays(1)),
                setting(
                        Settings.SCHEDULING_GATE,
                        "SPARK_SECRETS_DELIVERY_SCHEDULING_GATE",
                        "--delivery-scheduling-gate",
                        "true",
                        c -> c.delivery().schedulingGate(),
                        true),
                setting(
                        Settings.LEASED_EXECUTORS,
                        "SPARK_SECRETS_DELIVERY_LEASED_EXECUTORS",
                        "--delivery-leased-executors",
                        "7",
                        c -> c.delivery().leasedExecutors(),
                        7),
                setting(
                        Settings.DELIVERY_NAMESPACES,
                        "SPARK_SECRETS_DELIVERY_NAMESPACES",
                        "--delivery-namespaces",
                        "[team-a, team-b]",
                        c -> c.delivery().namespaces(),
                        List.of("team-a", "team-b")),
                setting(
                        Settings.DELIVERY_LEASE,
                        "SPARK_SECRETS_DELIVERY_LEASE_NAME",
                        "--delivery-lease-name",
                        "turns",
                        c -> c.delivery().leaseName(),
                        "turns"),
                setting(
                        Settings.JAVA_ARGUMENT_FILE,
                        "SPARK_SECRETS_DELIVERY_JAVA_ARGUMENT_FILE",
                        "--delivery-java-argument-file",
                        "always",
                        c -> c.delivery().javaArgumentFile(),
                        JavaArgumentFile.ALWAYS),
                setting(
                        Settings.POLICY_RULES,
                        "SPARK_SECRETS_POLICY_RULES",
                        "--policy-rules",
                        "[{\"secrets\": [\"a\"]}]",
                        c -> c.policyRules().getFirst().secrets(),
                        List.of("a")),
                setting(
                        Settings.KUBERNETES,
                        "SPARK_SECRETS_KUBERNETES",
                        "--kubernetes",
                        "none",
                        c -> c.cluster().access(),
                        ClusterAccess.NONE),
                setting(
                        Settings.DRAIN_DELAY,
                        "SPARK_SECRETS_SHUTDOWN_DRAIN_DELAY",
                        "--shutdown-drain-delay",
                        "1s",
                        c -> c.shutdown().drainDelay(),
                        Duration.ofSeconds(1)),
                setting(
                        Settings.SHUTDOWN_TIMEOUT,
                        "SPARK_SECRETS_SHUTDOWN_TIMEOUT",
                        "--shutdown-timeout",
                        "2m",
                        c -> c.shutdown().timeout(),
                        Duration.ofMinutes(2)),
                setting(
                        Settings.LOGGING_LEVEL,
                        "SPARK_SECRETS_LOGGING_LEVEL",
                        "--logging-level",
                        "WARN",
                        c -> c.logging().level(),
                        Level.WARN),
                setting(
                        Settings.LOGGING_FORMAT,
                        "SPARK_SECRETS_LOGGING_FORMAT",
                        "--logging-format",
                        "text",
                        c -> c.logging().format(),
                        LogFormat.TEXT));
    }

    @ParameterizedTest(name = "{1}, {2}")
    @MethodSource("settings")
    void everySettingHasAVariableAndAFlag(
            Setting<?> setting,
            String variable,
            String flag,
            String text,
            Function<Configuration, Object> part,
            Object value)
            throws Exception {
        assertThat(setting.variable()).isEqualTo(variable);
        assertThat(setting.flag()).isEqualTo(flag);
        assertThat(part.apply(read(with(variable, text)))).isEqualTo(value);
        assertThat(part.apply(read(null, HOME, Map.of(setting, text)))).isEqualTo(value);
        assertThat(part.apply(read(HOME))).as("the default").isNotEqualTo(value);
    }

    @Test
    void noSettingIsLeftOutOfTheTestsAbove() {
        List<Object> tested = settings().map(arguments -> arguments.get()[0]).toList();
        // Those of stores are tested with StoreConfigurationTest, the names of clients beside their authority.
        assertThat(Settings.all())
                .allMatch(setting -> tested.contains(setting)
                        || StoreSettings.all().contains(setting)
                        || setting.equals(Settings.CLIENT_NAMES));
    }

    @Test
    void aFlagCountsBeforeAVariableThatBeforeTheFile() throws Exception {
        Path file = file("admission: {port: 1}\nhealth: {port: 2}\nbindAddress: ::1\n");
        Map<String, String> variables =
                Map.of("HOME", "/h", "SPARK_SECRETS_ADMISSION_PORT", "11", "SPARK_SECRETS_HEALTH_PORT", "12");
        Configuration configuration = read(file, variables, Map.of(Settings.ADMISSION_PORT, "21"));
        assertThat(configuration.admission().port()).isEqualTo(21);
        assertThat(configuration.health().port()).isEqualTo(12);
        assertThat(configuration.admission().bindAddress()).isEqualTo("::1");
    }

    @Test
    void aVariableMayNameTheFile() throws Exception {
        Path file = file("admission: {port: 1}");
        assertThat(read(with("SPARK_SECRETS_CONFIG", file.toString()))
                        .admission()
                        .port())
                .isEqualTo(1);
    }

    @Test
    void theDataDirectoryFollowsXdg() throws Exception {
        assertThat(read(with("XDG_DATA_HOME", "/xdg")).stores().defaultStore())
                .isEqualTo(new StoreConfiguration.Embedded("database", Path.of("/xdg/spark-secrets")));
        assertThat(read(with("XDG_DATA_HOME", "relative")).stores().defaultStore())
                .isEqualTo(
                        new StoreConfiguration.Embedded("database", Path.of("/home/ann/.local/share/spark-secrets")));
        assertThat(problems(null, Map.of(), Map.of()))
                .containsExactly(
                        "there is no home directory to keep data in; name a directory with --data or SPARK_SECRETS_DATA");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsPlaceAndWhatIsAllowed() throws Exception {
        Path file = file("""
                admission:
                  port: 70000
                  prot: 1
                  deadline: [1s]
                helth: {port: 1}
                logging: loud
                policy:
                  rules:
                  - secrets: [a]
                  - namespace: b
                """);
        Map<String, String> variables =
                Map.of("HOME", "/h", "SPARK_SECRETS_LOGGING_LEVEL", "inof", "SPARK_SECRETS_HEALT_PORT", "1");
        assertThat(problems(file, variables, Map.of(Settings.ADMISSION_MAX_BODY_BYTES, "10MB")))
                .containsExactlyInAnyOrder(
                        "admission.prot (%s:3) is no setting; did you mean \"admission.port\"?".formatted(file),
                        "helth (%s:5) is no setting; did you mean \"health\"?".formatted(file),
                        "logging (%s:6) takes settings below it, not a word or a list".formatted(file),
                        "the variable SPARK_SECRETS_HEALT_PORT is no setting; did you mean \"SPARK_SECRETS_HEALTH_PORT\"?",
                        "admission.port (%s:2) takes a port, 0 to 65535 (0 for any that is free), not \"70000\""
                                .formatted(file),
                        "admission.deadline (%s:4) takes a duration such as 500ms, 3.5s or 2m, 0.1s to 30s, not a list"
                                .formatted(file),
                        "policy.rules[1] (%s:10) has the unknown key \"namespace\"; did you mean \"namespaces\"?"
                                .formatted(file),
                        "logging.level (variable SPARK_SECRETS_LOGGING_LEVEL) takes one of error, warn, info, debug, trace, not"
                                + " \"inof\"; did you mean \"info\"?",
                        "admission.maxBodyBytes (--admission-max-body-bytes) takes a size such as 512KiB or 10MiB, 64KiB to 64MiB, not"
                                + " \"10MB\"");
    }

    @Test
    void aTimeToLiveOfZeroSwitchesTheCacheOff() throws Exception {
        assertThat(read(with("SPARK_SECRETS_CACHE_TIME_TO_LIVE", "0s")).cache()).isEqualTo(CacheSettings.OFF);
    }

    @Test
    void certificatesThatCannotBeAreRefusedTogether() {
        assertThat(problems(
                        null,
                        HOME,
                        Map.of(
                                Settings.CERTIFICATE_SOURCE, "files",
                                Settings.AUTHORITY_VALIDITY, "100d",
                                Settings.CERTIFICATE_EXTRA_NAMES, "[a b]",
                                Settings.CERTIFICATE_SECRET, "My_Secret",
                                Settings.NAME_KEY_FILE, "/k",
                                Settings.NAME_KEY_SECRET, "k")))
                .containsExactlyInAnyOrder(
                        "certificates.source (--certificates-source) is files, so certificates.directory must name the directory of tls.crt and tls.key",
                        "certificates.authorityValidity (--certificates-authority-validity) must be at least 4 times certificates.validity (default)",
                        "certificates.extraNames[0] (--certificates-extra-names) takes a DNS name or an address, not \"a b\"",
                        "certificates.secretName (--certificates-secret-name) takes a name of Kubernetes: lower-case letters, digits, - and ., not \"My_Secret\"",
                        "delivery.nameKeyFile (--delivery-name-key-file) and delivery.nameKeySecret (--delivery-name-key-secret) are both given; the key comes from one place");
    }

    @Test
    void twoServersCannotShareAPort() {
        assertThat(problems(null, HOME, Map.of(Settings.HEALTH_PORT, "9443")))
                .containsExactly(
                        "admission.port (default) and health.port (--health-port) are both 9443; they need two ports");
        assertThat(problems(null, HOME, Map.of(Settings.HEALTH_PORT, "8443", Settings.ADMISSION_PORT, "8443")))
                .hasSize(3)
                .contains("api.port (default) and health.port (--health-port) are both 8443; they need two ports");
    }

    @Test
    void anApiThatIsSwitchedOffTakesNoPort() throws Exception {
        assertThat(read(null, HOME, Map.of(Settings.HEALTH_PORT, "8443", Settings.API_ENABLED, "false"))
                        .api())
                .isEmpty();
    }

    @Test
    void aFileThatCannotBeReadIsAnErrorThatSaysWhy() throws Exception {
        assertThat(problems(Path.of("/none.yaml"), HOME, Map.of()))
                .containsExactly("there is no configuration file /none.yaml");
        assertThat(problems(directory, HOME, Map.of()))
                .containsExactly("the configuration file " + directory + " cannot be read (IOException)");
        Path twice = file("health: {port: 1}\nhealth: {port: 2}\n");
        assertThat(problems(twice, HOME, Map.of())).containsExactly(twice + ":2:1: duplicate key, first in line 1");
        Path two = file("health: {port: 1}\n---\nhealth: {port: 2}\n");
        assertThat(problems(two, HOME, Map.of())).containsExactly(two + " holds 2 YAML documents; one is allowed");
        Path list = file("- 1\n");
        assertThat(problems(list, HOME, Map.of()))
                .containsExactly(
                        "the configuration (%s:1) takes settings below it, not a word or a list".formatted(list));
        Path binary = Files.write(directory.resolve("binary"), new byte[] {'a', (byte) 0xFF});
        assertThat(problems(binary, HOME, Map.of())).containsExactly(binary + " is not UTF-8 text (byte 2)");
    }

    @Test
    void whatIsEmptyOrNullCountsAsNotGiven() throws Exception {
        Path file = file("admission:\n  port:\n  deadline: ~\nhealth:\n");
        Configuration configuration = read(file, with("SPARK_SECRETS_ADMISSION_PORT", ""), Map.of());
        assertThat(configuration).isEqualTo(read(HOME));
        assertThat(read(file("# nothing\n"), HOME, Map.of())).isEqualTo(read(HOME));
    }

    @Test
    void variablesThatKubernetesMakesForServicesAreNoSettings() throws Exception {
        Map<String, String> links = new HashMap<>(HOME);
        links.putAll(Map.of(
                "SPARK_SECRETS_ADMISSION_SERVICE_HOST", "10.0.0.1",
                "SPARK_SECRETS_ADMISSION_SERVICE_PORT", "443",
                "SPARK_SECRETS_ADMISSION_SERVICE_PORT_HTTPS", "443",
                "SPARK_SECRETS_ADMISSION_PORT", "tcp://10.0.0.1:443",
                "SPARK_SECRETS_ADMISSION_PORT_443_TCP", "tcp://10.0.0.1:443",
                "SPARK_SECRETS_ADMISSION_PORT_443_TCP_PROTO", "tcp",
                "SPARK_SECRETS_ADMISSION_PORT_443_TCP_ADDR", "10.0.0.1"));
        assertThat(read(links)).isEqualTo(read(HOME));
        links.remove("SPARK_SECRETS_ADMISSION_SERVICE_HOST");
        assertThat(problems(null, links, Map.of()))
                .hasSize(1)
                .first()
                .asString()
                .contains("not \"tcp://10.0.0.1:443\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no list                       | policy.rules (--policy-rules) takes a list of rules, each with secrets and, unless they are all, namespaces, serviceAccounts and stores, not "no list"
            [a]                           | policy.rules[0] (--policy-rules) takes a rule such as {namespaces: [team-a], secrets: ["team-a/**"]}, not "a"
            [{namespaces: [a]}]           | policy.rules[0] (--policy-rules) needs secrets; write secrets: ["**"] to allow all of them
            [{secrets: []}]               | policy.rules[0].secrets (--policy-rules) is empty, so the rule would never apply; leave out the rule
            [{secrets: [{}]}]             | policy.rules[0].secrets (--policy-rules) takes a list of globs, not a mapping
            [                             | policy.rules (--policy-rules) takes a list of rules, each with secrets and, unless they are all, namespaces, serviceAccounts and stores: no valid YAML: while parsing a flow node, expected the node content, but found '<stream end>'
            """)
    void aBadRuleIsAnErrorThatNamesThePart(String rules, String message) {
        assertThat(problems(null, HOME, Map.of(Settings.POLICY_RULES, rules))).containsExactly(message);
    }

    @Test
    void aNewRuleListReplacesTheShippedOneEvenWhenItIsEmpty() throws Exception {
        assertThat(read(null, HOME, Map.of(Settings.POLICY_RULES, "[]")).policyRules())
                .isEmpty();
    }

    private static Arguments setting(
            Setting<?> setting,
            String variable,
            String flag,
            String text,
            Function<Configuration, Object> part,
            Object value) {
        return Arguments.of(setting, variable, flag, text, part, value);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "config", ".yaml"), yaml);
    }

    private static Map<String, String> with(String variable, String value) {
        return Map.of("HOME", "/home/ann", variable, value);
    }

    private static Configuration read(Map<String, String> environment) throws ConfigurationException {
        return read(null, environment, Map.of());
    }

    private static Configuration read(
            @Nullable Path file, Map<String, String> environment, Map<Setting<?>, String> flags)
            throws ConfigurationException {
        return ConfigurationReader.read(file, environment, flags, access -> Optional.empty());
    }

    private static List<String> problems(
            @Nullable Path file, Map<String, String> environment, Map<Setting<?>, String> flags) {
        try {
            throw new AssertionError("no problem in " + read(file, environment, flags));
        } catch (ConfigurationException e) {
            return e.problems();
        }
    }
}
