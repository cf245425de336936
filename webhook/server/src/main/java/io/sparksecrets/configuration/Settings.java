package io.sparksecrets.configuration;

import io.sparksecrets.access.AccessRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.event.Level;

/** All settings. Files, variables, flags, help and messages take their words from here. */
public final class Settings {

    private Settings() {}

    /** Where a configuration file is named, beside the flag {@code --config}. */
    public static final String CONFIG_VARIABLE = Setting.VARIABLE_PREFIX + "CONFIG";

    public static final Setting<Path> DATA_DIRECTORY = Setting.optional(
                    "dataDirectory",
                    ValueTypes.path(),
                    "$XDG_DATA_HOME/spark-secrets, or ~/.local/share/spark-secrets",
                    "The directory of the embedded database and of the keys that are made for it.")
            .withShortName("data");

    public static final Setting<StoreType> STORE_TYPE = Setting.of(
            "secretStore.type",
            ValueTypes.oneOf(StoreType.class),
            "database",
            "The store that the short form of a reference means.");

    public static final Setting<String> DATABASE_URL = Setting.optional(
                    "secretStore.databaseSettings.url",
                    ValueTypes.text("a JDBC URL"),
                    "an embedded database in the data directory",
                    "The database that keeps the secrets.")
            .keptSecret();

    public static final Setting<String> BIND_ADDRESS = Setting.of(
            "bindAddress",
            ValueTypes.text("an address of this host"),
            "0.0.0.0",
            "The address to listen on; 0.0.0.0 means all, 127.0.0.1 only this host.");

    public static final Setting<Integer> ADMISSION_PORT =
            Setting.of("admission.port", ValueTypes.port(), "9443", "The port of the webhook (HTTPS).");

    public static final Setting<Integer> ADMISSION_MAX_BODY_BYTES = Setting.of(
            "admission.maxBodyBytes",
            ValueTypes.size("64KiB", "64MiB"),
            "10MiB",
            "The longest AdmissionReview that is read.");

    public static final Setting<Duration> ADMISSION_DEADLINE = Setting.of(
            "admission.deadline",
            ValueTypes.duration(Duration.ofMillis(100), Duration.ofSeconds(30)),
            "3.5s",
            "How long an answer may take before it says which store was slow; less than the webhook's timeout of 5s.");

    public static final Setting<Integer> HEALTH_PORT =
            Setting.of("health.port", ValueTypes.port(), "9090", "The port of health and metrics (HTTP).");

    public static final Setting<Path> NAME_KEY_FILE = Setting.optional(
            "delivery.nameKeyFile",
            ValueTypes.path(),
            "delivery-name.key in the data directory, made on first use",
            "A file of 32 bytes or more, the same for all replicas: the key of the names of delivery Secrets.");

    public static final Setting<JavaArgumentFile> JAVA_ARGUMENT_FILE = Setting.of(
            "delivery.javaArgumentFile",
            ValueTypes.oneOf(JavaArgumentFile.class),
            "auto",
            "Whether Java options with references become an argument file, which needs Java 9: auto does so for Spark 4 and later.");

    public static final Setting<Boolean> SCHEDULING_GATE = Setting.of(
            "delivery.schedulingGate",
            ValueTypes.flag(),
            "false",
            "Whether a driver pod waits behind a scheduling gate until its conf map is there. It starts sooner so; needs the right to patch pods.");

    public static final Setting<List<AccessRule>> POLICY_RULES = Setting.of(
            "policy.rules",
            new PolicyRulesType(),
            "[{secrets: [\"*\", \"{namespace}/**\"]}]",
            "Which workloads may use which secrets; what no rule allows is denied.");

    public static final Setting<ClusterAccess> KUBERNETES = Setting.of(
            "kubernetes",
            ValueTypes.oneOf(ClusterAccess.class),
            "auto",
            "Whether there is a cluster: auto looks for a service account, then for a kubeconfig; none does without.");

    public static final Setting<Duration> DRAIN_DELAY = Setting.of(
            "shutdown.drainDelay",
            ValueTypes.duration(Duration.ZERO, Duration.ofMinutes(5)),
            "5s",
            "How long to serve on after SIGTERM, until no new request comes.");

    public static final Setting<Duration> SHUTDOWN_TIMEOUT = Setting.of(
            "shutdown.timeout",
            ValueTypes.duration(Duration.ofSeconds(1), Duration.ofMinutes(5)),
            "10s",
            "How long to wait after that for requests that are being answered.");

    public static final Setting<Level> LOGGING_LEVEL =
            Setting.of("logging.level", ValueTypes.oneOf(Level.class), "info", "The least level that is logged.");

    public static final Setting<LogFormat> LOGGING_FORMAT = Setting.of(
            "logging.format",
            ValueTypes.oneOf(LogFormat.class),
            "json",
            "json, one object a line, or text for people.");

    private static final List<Setting<?>> ALL = List.of(
            DATA_DIRECTORY,
            STORE_TYPE,
            DATABASE_URL,
            BIND_ADDRESS,
            ADMISSION_PORT,
            ADMISSION_MAX_BODY_BYTES,
            ADMISSION_DEADLINE,
            HEALTH_PORT,
            NAME_KEY_FILE,
            JAVA_ARGUMENT_FILE,
            SCHEDULING_GATE,
            POLICY_RULES,
            KUBERNETES,
            DRAIN_DELAY,
            SHUTDOWN_TIMEOUT,
            LOGGING_LEVEL,
            LOGGING_FORMAT);

    /** Parts of the file that belong to stores that are not in use; a Helm values file may hold the settings of several. */
    static final List<String> SECTIONS_OF_OTHER_STORES =
            List.of("secretStore.vaultSettings", "secretStore.kubernetesSettings");

    /** Every setting, in the order of the documentation. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    /** The settings that say where the secrets are; what every command takes that opens a store. */
    public static List<Setting<?>> ofStores() {
        return List.of(DATA_DIRECTORY, STORE_TYPE, DATABASE_URL);
    }
}
