package io.sparksecrets.configuration;

import io.sparksecrets.certs.rotation.RotationPolicy;
import io.sparksecrets.yaml.YamlException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the configuration together: a flag counts before a variable, that before the file, that before the default. What is
 * wrong is told even where something else counts, and all of it at once.
 */
public final class ConfigurationReader {

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final Map<Setting<?>, Effective> values = new HashMap<>();

    /** The value that counts, and where it was given. */
    private record Effective(Object value, String place) {}

    private ConfigurationReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Reads the configuration.
     *
     * @param file the file that was named by a flag; null for the one that a variable names, if any
     * @param environment all environment variables
     * @param flags the values of settings that were given as flags
     * @throws ConfigurationException with all that is wrong
     */
    public static Configuration read(
            @Nullable Path file, Map<String, String> environment, Map<Setting<?>, String> flags)
            throws ConfigurationException {
        return new ConfigurationReader(environment).read(file, flags);
    }

    private Configuration read(@Nullable Path file, Map<Setting<?>, String> flags) throws ConfigurationException {
        Path chosen = file != null ? file : fileOfVariable();
        List<GivenValue> given = new ArrayList<>();
        if (chosen != null) {
            given.addAll(ConfigurationFile.read(chosen, problems));
        }
        given.addAll(EnvironmentVariables.read(environment, problems));
        flags.forEach((setting, text) ->
                TextValue.read(setting, text, setting.flag(), problems).ifPresent(given::add));
        given.forEach(this::put);
        Configuration configuration = assemble();
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return configuration;
    }

    private @Nullable Path fileOfVariable() {
        String name = environment.getOrDefault(Settings.CONFIG_VARIABLE, "");
        return name.isEmpty() ? null : Path.of(name);
    }

    private void put(GivenValue given) {
        Setting<?> setting = given.setting();
        try {
            Object value = Objects.requireNonNull(setting.type().read(given.node()));
            values.put(setting, new Effective(value, given.placeOf(given.node())));
        } catch (BadValueException e) {
            problems.add("%s%s (%s) %s%s"
                    .formatted(
                            setting.key(),
                            e.within(),
                            given.placeOf(e.node()),
                            e.getMessage(),
                            setting.sensitive() ? "" : e.found()));
        }
    }

    private Configuration assemble() {
        StoreType type = get(Settings.STORE_TYPE);
        if (type != StoreType.DATABASE) {
            problems.add("%s (%s): the store \"%s\" is not available in this version; use \"database\""
                    .formatted(
                            Settings.STORE_TYPE.key(),
                            place(Settings.STORE_TYPE),
                            type.name().toLowerCase(Locale.ROOT)));
        }
        if (find(Settings.DATABASE_URL).isPresent()) {
            problems.add(
                    ("%s (%s): a database of your own is not available in this version; leave it out to use the embedded"
                                    + " one in the data directory")
                            .formatted(Settings.DATABASE_URL.key(), place(Settings.DATABASE_URL)));
        }
        String bindAddress = get(Settings.BIND_ADDRESS);
        int admissionPort = get(Settings.ADMISSION_PORT);
        int healthPort = get(Settings.HEALTH_PORT);
        if (admissionPort != 0 && admissionPort == healthPort) {
            problems.add("%s (%s) and %s (%s) are both %d; they need two ports"
                    .formatted(
                            Settings.ADMISSION_PORT.key(),
                            place(Settings.ADMISSION_PORT),
                            Settings.HEALTH_PORT.key(),
                            place(Settings.HEALTH_PORT),
                            healthPort));
        }
        Path data = find(Settings.DATA_DIRECTORY).or(this::defaultDataDirectory).orElseGet(() -> {
            problems.add("there is no home directory to keep data in; name a directory with %s or %s"
                    .formatted(Settings.DATA_DIRECTORY.flag(), Settings.DATA_DIRECTORY.variable()));
            return Path.of("");
        });
        Optional<Path> nameKey = find(Settings.NAME_KEY_FILE);
        Optional<String> nameKeySecret = find(Settings.NAME_KEY_SECRET);
        if (nameKey.isPresent() && nameKeySecret.isPresent()) {
            problems.add("%s (%s) and %s (%s) are both given; the key comes from one place"
                    .formatted(
                            Settings.NAME_KEY_FILE.key(),
                            place(Settings.NAME_KEY_FILE),
                            Settings.NAME_KEY_SECRET.key(),
                            place(Settings.NAME_KEY_SECRET)));
        }
        return new Configuration(
                new Configuration.Store(type, data.toAbsolutePath().normalize()),
                new Configuration.Admission(
                        bindAddress,
                        admissionPort,
                        get(Settings.ADMISSION_MAX_BODY_BYTES),
                        get(Settings.ADMISSION_DEADLINE)),
                new Configuration.Health(bindAddress, healthPort),
                new Configuration.Delivery(
                        nameKey.orElse(data.resolve("delivery-name.key"))
                                .toAbsolutePath()
                                .normalize(),
                        nameKey.isEmpty(),
                        nameKeySecret,
                        get(Settings.JAVA_ARGUMENT_FILE),
                        get(Settings.SCHEDULING_GATE)),
                get(Settings.POLICY_RULES),
                get(Settings.KUBERNETES),
                find(Settings.NAMESPACE),
                certificates(),
                new Configuration.Shutdown(get(Settings.DRAIN_DELAY), get(Settings.SHUTDOWN_TIMEOUT)),
                new Configuration.Logging(get(Settings.LOGGING_LEVEL), get(Settings.LOGGING_FORMAT)));
    }

    private Configuration.Certificates certificates() {
        CertificateSourceType source = get(Settings.CERTIFICATE_SOURCE);
        Optional<Path> directory = find(Settings.CERTIFICATE_DIRECTORY);
        if (source == CertificateSourceType.FILES && directory.isEmpty()) {
            problems.add("%s (%s) is files, so %s must name the directory of tls.crt and tls.key"
                    .formatted(
                            Settings.CERTIFICATE_SOURCE.key(),
                            place(Settings.CERTIFICATE_SOURCE),
                            Settings.CERTIFICATE_DIRECTORY.key()));
        }
        Duration authorityValidity = get(Settings.AUTHORITY_VALIDITY);
        Duration validity = get(Settings.CERTIFICATE_VALIDITY);
        if (authorityValidity.compareTo(validity.multipliedBy(RotationPolicy.LEAST_AUTHORITY_VALIDITIES)) < 0) {
            problems.add("%s (%s) must be at least %d times %s (%s)"
                    .formatted(
                            Settings.AUTHORITY_VALIDITY.key(),
                            place(Settings.AUTHORITY_VALIDITY),
                            RotationPolicy.LEAST_AUTHORITY_VALIDITIES,
                            Settings.CERTIFICATE_VALIDITY.key(),
                            place(Settings.CERTIFICATE_VALIDITY)));
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

    @SuppressWarnings("unchecked") // put() stores under a setting only what its own type read
    private <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable(values.get(setting)).map(effective -> (T) effective.value());
    }

    private String place(Setting<?> setting) {
        Effective effective = values.get(setting);
        return effective == null ? "default" : effective.place();
    }

    private <T> T get(Setting<T> setting) {
        return find(setting).orElseGet(() -> defaultOf(setting));
    }

    private static <T> T defaultOf(Setting<T> setting) {
        try {
            return setting.type().read(TextValue.node(setting, Objects.requireNonNull(setting.defaultText())));
        } catch (BadValueException | YamlException e) {
            throw new IllegalStateException("the default of " + setting.key() + " is not allowed", e);
        }
    }
}
