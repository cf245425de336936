package io.sparksecrets.configuration;

import io.sparksecrets.certs.BadCertificateException;
import io.sparksecrets.certs.Pem;
import io.sparksecrets.certs.rotation.RotationPolicy;
import io.sparksecrets.https.ClientTrust;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.kubernetes.ClusterSettings;
import io.sparksecrets.store.adapter.ConfiguredStores;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.cache.CacheSettings;
import io.sparksecrets.store.credential.InstallationSecretKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the configuration together: a flag counts before a variable, that before the file, that before the default. What is
 * wrong is told even where something else counts, and all of it at once.
 */
public final class ConfigurationReader {

    private final Map<String, String> environment;
    private final ClusterConfig clusters;
    private final SettingValues values = new SettingValues();
    private Map<String, String> namedStores = Map.of();

    private ConfigurationReader(Map<String, String> environment, ClusterConfig clusters) {
        this.environment = environment;
        this.clusters = clusters;
    }

    /**
     * Reads the configuration.
     *
     * @param file the file that was named by a flag; null for the one that a variable names, if any
     * @param environment all environment variables
     * @param flags the values of settings that were given as flags
     * @param clusters where the Secrets are from which stores take their credentials; not asked before such a credential is
     * @throws ConfigurationException with all that is wrong
     */
    public static Configuration read(
            @Nullable Path file, Map<String, String> environment, Map<Setting<?>, String> flags, ClusterConfig clusters)
            throws ConfigurationException {
        return new ConfigurationReader(environment, clusters).read(file, flags);
    }

    private Configuration read(@Nullable Path file, Map<Setting<?>, String> flags) throws ConfigurationException {
        Path chosen = file != null ? file : fileOfVariable();
        List<GivenValue> given = new ArrayList<>();
        if (chosen != null) {
            ConfigurationFile.Contents contents = ConfigurationFile.read(chosen, values.problems());
            given.addAll(contents.values());
            namedStores = contents.stores();
        }
        given.addAll(EnvironmentVariables.read(environment, values.problems()));
        flags.forEach((setting, text) ->
                TextValue.read(setting, text, setting.flag(), values.problems()).ifPresent(given::add));
        given.forEach(values::put);
        return assemble();
    }

    private @Nullable Path fileOfVariable() {
        String name = environment.getOrDefault(Settings.CONFIG_VARIABLE, "");
        return name.isEmpty() ? null : Path.of(name);
    }

    private Configuration assemble() throws ConfigurationException {
        String bindAddress = get(Settings.BIND_ADDRESS);
        int admissionPort = get(Settings.ADMISSION_PORT);
        int healthPort = get(Settings.HEALTH_PORT);
        Optional<Integer> apiPort = get(Settings.API_ENABLED) ? Optional.of(get(Settings.API_PORT)) : Optional.empty();
        needTwo(Settings.ADMISSION_PORT, admissionPort, Settings.HEALTH_PORT, healthPort);
        apiPort.ifPresent(port -> {
            needTwo(Settings.ADMISSION_PORT, admissionPort, Settings.API_PORT, port);
            needTwo(Settings.API_PORT, port, Settings.HEALTH_PORT, healthPort);
        });
        Path data = find(Settings.DATA_DIRECTORY)
                .or(this::defaultDataDirectory)
                .orElseGet(this::noDataDirectory)
                .toAbsolutePath()
                .normalize();
        Optional<Path> nameKey = find(Settings.NAME_KEY_FILE);
        Optional<String> nameKeySecret = find(Settings.NAME_KEY_SECRET);
        if (nameKey.isPresent() && nameKeySecret.isPresent()) {
            values.problem("%s; the key comes from one place"
                    .formatted(values.allGiven(List.of(Settings.NAME_KEY_FILE, Settings.NAME_KEY_SECRET))));
        }
        ClusterSettings cluster = new ClusterSettings(get(Settings.KUBERNETES), find(Settings.NAMESPACE));
        List<StoreConfiguration> stores =
                new StoresReader(values, new InstallationSecretKeys(clusters, cluster), data).read(namedStores);
        Configuration.Certificates certificates = certificates();
        Optional<ClientTrust> clients = clients();
        if (!values.problems().isEmpty()) {
            throw new ConfigurationException(values.problems());
        }
        return new Configuration(
                new ConfiguredStores(stores),
                cache(),
                new Configuration.Admission(
                        bindAddress,
                        admissionPort,
                        get(Settings.ADMISSION_MAX_BODY_BYTES),
                        get(Settings.ADMISSION_DEADLINE),
                        get(Settings.NAMESPACE_LABEL_VALUE),
                        clients),
                apiPort.map(port -> new Configuration.Api(bindAddress, port)),
                new Configuration.Health(bindAddress, healthPort),
                new Configuration.Delivery(
                        nameKey.orElse(data.resolve("delivery-name.key"))
                                .toAbsolutePath()
                                .normalize(),
                        nameKey.isEmpty(),
                        nameKeySecret,
                        get(Settings.JAVA_ARGUMENT_FILE),
                        get(Settings.SCHEDULING_GATE),
                        get(Settings.LEASED_EXECUTORS),
                        get(Settings.DELIVERY_NAMESPACES),
                        get(Settings.DELIVERY_LEASE)),
                get(Settings.POLICY_RULES),
                cluster,
                certificates,
                new Configuration.Shutdown(get(Settings.DRAIN_DELAY), get(Settings.SHUTDOWN_TIMEOUT)),
                new Configuration.Logging(get(Settings.LOGGING_LEVEL), get(Settings.LOGGING_FORMAT)));
    }

    private void needTwo(Setting<Integer> one, int port, Setting<Integer> other, int otherPort) {
        if (port != 0 && port == otherPort) {
            values.problem("%s and %s are both %d; they need two ports"
                    .formatted(values.named(one), values.named(other), port));
        }
    }

    private Path noDataDirectory() {
        values.problem("there is no home directory to keep data in; name a directory with %s or %s"
                .formatted(Settings.DATA_DIRECTORY.flag(), Settings.DATA_DIRECTORY.variable()));
        return Path.of("");
    }

    private CacheSettings cache() {
        Duration timeToLive = get(Settings.CACHE_TIME_TO_LIVE);
        return get(Settings.CACHE_ENABLED) && timeToLive.isPositive()
                ? new CacheSettings(
                        timeToLive,
                        get(Settings.CACHE_NEGATIVE_TIME_TO_LIVE),
                        get(Settings.CACHE_STALE_WHILE_UNAVAILABLE),
                        get(Settings.CACHE_MAX_ENTRIES))
                : CacheSettings.OFF;
    }

    private Optional<ClientTrust> clients() {
        Optional<Path> file = find(Settings.CLIENT_CA_FILE);
        Set<String> names = Set.copyOf(get(Settings.CLIENT_NAMES));
        if (file.isEmpty()) {
            if (!names.isEmpty()) {
                values.problem("%s needs %s: without it nobody is asked for a certificate"
                        .formatted(values.named(Settings.CLIENT_NAMES), Settings.CLIENT_CA_FILE.key()));
            }
            return Optional.empty();
        }
        try {
            return Optional.of(new ClientTrust(
                    Pem.certificates(Files.readString(file.get()), file.get().toString()), names));
        } catch (BadCertificateException e) {
            values.problem("%s: %s".formatted(values.named(Settings.CLIENT_CA_FILE), e.getMessage()));
        } catch (IOException e) {
            values.problem("%s: the file %s cannot be read; it takes the PEM certificates of who may call"
                    .formatted(values.named(Settings.CLIENT_CA_FILE), file.get()));
        }
        return Optional.empty();
    }

    private Configuration.Certificates certificates() {
        CertificateSourceType source = get(Settings.CERTIFICATE_SOURCE);
        Optional<Path> directory = find(Settings.CERTIFICATE_DIRECTORY);
        if (source == CertificateSourceType.FILES && directory.isEmpty()) {
            values.problem("%s is files, so %s must name the directory of tls.crt and tls.key"
                    .formatted(values.named(Settings.CERTIFICATE_SOURCE), Settings.CERTIFICATE_DIRECTORY.key()));
        }
        Duration authorityValidity = get(Settings.AUTHORITY_VALIDITY);
        Duration validity = get(Settings.CERTIFICATE_VALIDITY);
        if (authorityValidity.compareTo(validity.multipliedBy(RotationPolicy.LEAST_AUTHORITY_VALIDITIES)) < 0) {
            values.problem("%s must be at least %d times %s"
                    .formatted(
                            values.named(Settings.AUTHORITY_VALIDITY),
                            RotationPolicy.LEAST_AUTHORITY_VALIDITIES,
                            values.named(Settings.CERTIFICATE_VALIDITY)));
        }
        return new Configuration.Certificates(
                source,
                get(Settings.CERTIFICATE_SECRET),
                get(Settings.CERTIFICATE_SERVICE),
                get(Settings.CERTIFICATE_EXTRA_NAMES),
                get(Settings.WEBHOOK_CONFIGURATIONS),
                get(Settings.CA_CONFIG_MAP),
                directory,
                authorityValidity,
                validity);
    }

    /** By the XDG base directory specification, which says that a relative path there is to be ignored. */
    private Optional<Path> defaultDataDirectory() {
        Path xdg = Path.of(environment.getOrDefault("XDG_DATA_HOME", ""));
        if (xdg.isAbsolute()) {
            return Optional.of(xdg.resolve("spark-secrets"));
        }
        Path home = Path.of(environment.getOrDefault("HOME", ""));
        return home.isAbsolute() ? Optional.of(home.resolve(".local/share/spark-secrets")) : Optional.empty();
    }

    private <T> Optional<T> find(Setting<T> setting) {
        return values.find(setting);
    }

    private <T> T get(Setting<T> setting) {
        return values.get(setting);
    }
}
