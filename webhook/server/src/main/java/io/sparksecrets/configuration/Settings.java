package io.sparksecrets.configuration;

import io.sparksecrets.access.AccessRule;
import io.sparksecrets.kubernetes.ClusterAccess;
import io.sparksecrets.store.adapter.StoreType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/** All settings. Files, variables, flags, help and messages take their words from here. */
public final class Settings {

    private Settings() {}

    /** Where a configuration file is named, beside the flag {@code --config}. */
    public static final String CONFIG_VARIABLE = Setting.VARIABLE_PREFIX + "CONFIG";

    /** Where the passphrase of an export is, which is no setting. */
    public static final String PASSPHRASE_VARIABLE = Setting.VARIABLE_PREFIX + "PASSPHRASE";

    public static final Setting<Path> DATA_DIRECTORY = Setting.optional(
                    "dataDirectory",
                    ValueTypes.path(),
                    "$XDG_DATA_HOME/spark-secrets, or ~/.local/share/spark-secrets",
                    "The directory of the embedded database and of the keys that are made for it.")
            .withShortName("data");

    public static final Setting<StoreType> STORE_TYPE = StoreSettings.TYPE;

    public static final Setting<Boolean> CACHE_ENABLED = Setting.of(
            "cache.enabled", ValueTypes.flag(), "true", "Whether what stores answer is kept in memory for a while.");

    public static final Setting<Duration> CACHE_TIME_TO_LIVE = Setting.of(
            "cache.timeToLive",
            ValueTypes.duration(Duration.ZERO, Duration.ofHours(1)),
            "30s",
            "How long a value counts before its store is asked again; 0s switches the cache off.");

    public static final Setting<Duration> CACHE_NEGATIVE_TIME_TO_LIVE = Setting.of(
            "cache.negativeTimeToLive",
            ValueTypes.duration(Duration.ZERO, Duration.ofMinutes(10)),
            "5s",
            "How long it counts that a secret is missing or denied.");

    public static final Setting<Duration> CACHE_STALE_WHILE_UNAVAILABLE = Setting.of(
            "cache.staleWhileUnavailable",
            ValueTypes.duration(Duration.ZERO, Duration.ofDays(1)),
            "10m",
            "How long the last value of a secret still counts while its store is unavailable.");

    public static final Setting<Integer> CACHE_MAX_ENTRIES = Setting.of(
            "cache.maxEntries",
            ValueTypes.wholeNumber(100, 1_000_000),
            "10000",
            "How many secrets of a store are kept in memory at most.");

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
            "4MiB",
            "The longest AdmissionReview that is read, as far as a third of the heap is enough for it.");

    public static final Setting<Duration> ADMISSION_DEADLINE = Setting.of(
            "admission.deadline",
            ValueTypes.duration(Duration.ofMillis(100), Duration.ofSeconds(30)),
            "3.5s",
            "How long an answer may take before it says which store was slow; less than the webhook's timeout of 5s.");

    public static final Setting<String> NAMESPACE_LABEL_VALUE = Setting.of(
            "admission.namespaceLabelValue",
            ValueTypes.text("the value of a label"),
            "enabled",
            "The value of the label sparksecrets.io/injection in the namespaces that take part; nothing is delivered to others.");

    public static final Setting<Path> CLIENT_CA_FILE = Setting.optional(
            "admission.clientCaFile",
            ValueTypes.path(),
            "anybody may call who reaches the port",
            "A file of PEM certificates: only clients with a certificate of these authorities may call the webhook.");

    public static final Setting<List<String>> CLIENT_NAMES = Setting.of(
            "admission.clientNames",
            new NamesType(),
            "[]",
            "The common names or DNS names of the certificates that may call, where not all of those authorities may.");

    public static final Setting<Boolean> API_ENABLED = Setting.of(
            "api.enabled",
            ValueTypes.flag(),
            "true",
            "Whether there is an API for people and programs that manage stores; who may do what, Kubernetes decides.");

    public static final Setting<Integer> API_PORT =
            Setting.of("api.port", ValueTypes.port(), "8443", "The port of the API (HTTPS).");

    public static final Setting<Integer> HEALTH_PORT =
            Setting.of("health.port", ValueTypes.port(), "9090", "The port of health and metrics (HTTP).");

    public static final Setting<Path> NAME_KEY_FILE = Setting.optional(
                    "delivery.nameKeyFile",
                    ValueTypes.path(),
                    "delivery-name.key in the data directory, made on first use",
                    "A file of 32 bytes or more, the same for all replicas: the key of the names of delivery Secrets.")
            .ofSecret();

    public static final Setting<String> NAME_KEY_SECRET = Setting.optional(
                    "delivery.nameKeySecret",
                    ValueTypes.objectName(),
                    "the file is used",
                    "A Secret of the installation that holds that key instead, made by whichever replica comes first.")
            .ofSecret();

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

    public static final Setting<Integer> LEASED_EXECUTORS = Setting.of(
            "delivery.leasedExecutors",
            ValueTypes.wholeNumber(1, 100_000),
            "100",
            "How many executors of one application may have credentials with a lease, each its own, until these end; as one replica counts.");

    public static final Setting<List<String>> DELIVERY_NAMESPACES = Setting.of(
            "delivery.namespaces",
            new NamesType(),
            "[]",
            "The namespaces in which pods are looked for that wait for their values; empty for all.");

    public static final Setting<String> DELIVERY_LEASE = Setting.of(
            "delivery.leaseName",
            ValueTypes.objectName(),
            "spark-secrets-delivery",
            "The Lease of the replica that looks for pods which wait for their values, where there is a Secret of the name key.");

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

    public static final Setting<String> NAMESPACE = Setting.optional(
            "namespace",
            ValueTypes.objectName(),
            "that of the service account or of the kubeconfig",
            "The namespace of the installation, where its own Secrets are.");

    public static final Setting<CertificateSourceType> CERTIFICATE_SOURCE = Setting.of(
            "certificates.source",
            ValueTypes.oneOf(CertificateSourceType.class),
            "memory",
            "memory: made at each start. kubernetes: of an own authority that the replicas share in a Secret and publish. files: put in place by somebody else.");

    public static final Setting<String> CERTIFICATE_SECRET = Setting.of(
            "certificates.secretName",
            ValueTypes.objectName(),
            "spark-secrets-certificates",
            "The Secret of the own authority, and the Lease of the replica that publishes it.");

    public static final Setting<String> CERTIFICATE_SERVICE = Setting.of(
            "certificates.serviceName",
            ValueTypes.objectName(),
            "spark-secrets",
            "The Service by which the API server calls the webhook.");

    public static final Setting<List<String>> CERTIFICATE_EXTRA_NAMES = Setting.of(
            "certificates.extraNames",
            new NamesType(),
            "[]",
            "DNS names and addresses for the certificate beside those of the Service.");

    public static final Setting<String> WEBHOOK_CONFIGURATIONS = Setting.of(
            "certificates.webhookConfigurations",
            ValueTypes.objectName(),
            "spark-secrets",
            "The name of the mutating and of the validating webhook configuration whose caBundle is kept right.");

    public static final Setting<String> CA_CONFIG_MAP = Setting.of(
            "certificates.caConfigMap",
            ValueTypes.objectName(),
            "spark-secrets-ca",
            "The ConfigMap in which clients find whom to trust, under ca.crt.");

    public static final Setting<Path> CERTIFICATE_DIRECTORY = Setting.optional(
            "certificates.directory",
            ValueTypes.path(),
            "needed for the source files",
            "The directory of tls.crt and tls.key, read again whenever they change.");

    public static final Setting<Duration> AUTHORITY_VALIDITY = Setting.of(
            "certificates.authorityValidity",
            ValueTypes.duration(Duration.ofMinutes(4), Duration.ofDays(36500)),
            "3650d",
            "How long the own authority lives; at least four times as long as a certificate.");

    public static final Setting<Duration> CERTIFICATE_VALIDITY = Setting.of(
            "certificates.validity",
            ValueTypes.duration(Duration.ofMinutes(1), Duration.ofDays(825)),
            "90d",
            "How long a certificate of the own authority lives; it is renewed after two thirds of that.");

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

    private static final List<Setting<?>> ALL = Stream.of(
                    List.<Setting<?>>of(DATA_DIRECTORY),
                    StoreSettings.all(),
                    List.<Setting<?>>of(
                            CACHE_ENABLED,
                            CACHE_TIME_TO_LIVE,
                            CACHE_NEGATIVE_TIME_TO_LIVE,
                            CACHE_STALE_WHILE_UNAVAILABLE,
                            CACHE_MAX_ENTRIES,
                            BIND_ADDRESS,
                            ADMISSION_PORT,
                            ADMISSION_MAX_BODY_BYTES,
                            ADMISSION_DEADLINE,
                            NAMESPACE_LABEL_VALUE,
                            CLIENT_CA_FILE,
                            CLIENT_NAMES,
                            API_ENABLED,
                            API_PORT,
                            HEALTH_PORT,
                            NAME_KEY_FILE,
                            NAME_KEY_SECRET,
                            JAVA_ARGUMENT_FILE,
                            SCHEDULING_GATE,
                            LEASED_EXECUTORS,
                            DELIVERY_NAMESPACES,
                            DELIVERY_LEASE,
                            POLICY_RULES,
                            KUBERNETES,
                            NAMESPACE,
                            CERTIFICATE_SOURCE,
                            CERTIFICATE_SECRET,
                            CERTIFICATE_SERVICE,
                            CERTIFICATE_EXTRA_NAMES,
                            WEBHOOK_CONFIGURATIONS,
                            CA_CONFIG_MAP,
                            CERTIFICATE_DIRECTORY,
                            AUTHORITY_VALIDITY,
                            CERTIFICATE_VALIDITY,
                            DRAIN_DELAY,
                            SHUTDOWN_TIMEOUT,
                            LOGGING_LEVEL,
                            LOGGING_FORMAT))
            .flatMap(List::stream)
            .toList();

    /** Every setting but those of named stores, in the order of the documentation. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    /** The settings that say what is served and who trusts it. */
    public static List<Setting<?>> ofCertificates() {
        return List.of(
                BIND_ADDRESS, ADMISSION_PORT, KUBERNETES, NAMESPACE, CERTIFICATE_SERVICE, WEBHOOK_CONFIGURATIONS);
    }

    /** The settings that a change of the own authority takes. */
    public static List<Setting<?>> ofRotation() {
        return List.of(KUBERNETES, NAMESPACE, CERTIFICATE_SECRET, AUTHORITY_VALIDITY, CERTIFICATE_VALIDITY);
    }

    /** The settings that say where the secrets are; what every command takes that opens a store. */
    public static List<Setting<?>> ofStores() {
        return Stream.concat(Stream.of(DATA_DIRECTORY, KUBERNETES, NAMESPACE), StoreSettings.all().stream())
                .toList();
    }
}
