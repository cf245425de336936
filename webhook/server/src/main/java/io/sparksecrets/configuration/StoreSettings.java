package io.sparksecrets.configuration;

import io.sparksecrets.store.adapter.StoreType;
import io.sparksecrets.store.database.PostgresSettings;
import io.sparksecrets.store.kubernetes.KubernetesSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The settings of a store, as they are below {@code secretStore}; those below {@code stores.<name>} are the same. */
final class StoreSettings {

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final String DATABASE = Setting.DEFAULT_STORE + ".databaseSettings";
    private static final String KUBERNETES = Setting.DEFAULT_STORE + ".kubernetesSettings";
    private static final String VAULT = Setting.DEFAULT_STORE + ".vaultSettings";

    private StoreSettings() {}

    static final Setting<StoreType> TYPE = Setting.of(
            Setting.DEFAULT_STORE + ".type",
            ValueTypes.oneOf(StoreType.class),
            "database",
            "The store that the short form of a reference means.");

    static final Setting<String> DATABASE_URL = Setting.optional(
                    DATABASE + ".url",
                    ValueTypes.jdbcUrl(),
                    "an embedded database in the data directory",
                    "The PostgreSQL that keeps the secrets.")
            .keptSecret();

    static final Setting<String> DATABASE_USER = Setting.optional(
            DATABASE + ".user", ValueTypes.text("a name"), "what the URL says", "The user of the database.");

    static final CredentialSettings DATABASE_PASSWORD =
            CredentialSettings.of(DATABASE + ".password", "the password of the database");

    static final CredentialSettings DATABASE_KEYSET = CredentialSettings.elsewhere(
            DATABASE + ".keyset", "the keys of the values, a Tink keyset in JSON that all replicas share");

    static final Setting<Integer> DATABASE_MAX_VERSIONS = Setting.of(
            DATABASE + ".maxVersions",
            ValueTypes.wholeNumber(1, 1000),
            Integer.toString(PostgresSettings.DEFAULT_MAX_VERSIONS),
            "How many versions of a secret are kept.");

    static final Setting<Integer> DATABASE_MAX_CONNECTIONS = Setting.of(
            DATABASE + ".maxConnections",
            ValueTypes.wholeNumber(2, 100),
            Integer.toString(PostgresSettings.DEFAULT_MAX_CONNECTIONS),
            "How many connections a replica has at most.");

    static final Setting<String> KUBERNETES_SECRET = Setting.of(
            KUBERNETES + ".secretName",
            ValueTypes.objectName(),
            KubernetesSettings.DEFAULT_SECRET_NAME,
            "The Secret that keeps the secrets, made when it does not exist.");

    static final Setting<String> KUBERNETES_NAMESPACE = Setting.optional(
            KUBERNETES + ".namespace",
            ValueTypes.objectName(),
            "that of the installation",
            "The namespace of that Secret.");

    static final Setting<URI> VAULT_ENDPOINT = Setting.optional(
            VAULT + ".endpoint", ValueTypes.endpoint(), "needed for the type vault", "Where the Vault is.");

    static final Setting<String> VAULT_PATH = Setting.optional(
            VAULT + ".path",
            ValueTypes.vaultPath(),
            "needed for the type vault",
            "The folder of the secrets: of an engine KV version 2, or of one that makes credentials.");

    static final CredentialSettings VAULT_TOKEN = CredentialSettings.of(VAULT + ".token", "the token");

    static final Setting<String> VAULT_APP_ROLE_MOUNT = Setting.of(
            VAULT + ".appRole.mount", ValueTypes.vaultMount(), "approle", "Where the method AppRole is enabled.");

    static final Setting<String> VAULT_APP_ROLE_ID = Setting.optional(
            VAULT + ".appRole.roleId", ValueTypes.text("a role ID"), "none", "The role to log in as with AppRole.");

    static final CredentialSettings VAULT_APP_ROLE_SECRET_ID =
            CredentialSettings.of(VAULT + ".appRole.secretId", "the secret ID of AppRole");

    static final Setting<String> VAULT_KUBERNETES_MOUNT = Setting.of(
            VAULT + ".kubernetes.mount",
            ValueTypes.vaultMount(),
            "kubernetes",
            "Where the method Kubernetes is enabled.");

    static final Setting<String> VAULT_KUBERNETES_ROLE = Setting.optional(
            VAULT + ".kubernetes.role",
            ValueTypes.text("a name of a role"),
            "none",
            "The role to log in as with the token of the service account.");

    static final Setting<Path> VAULT_KUBERNETES_TOKEN_FILE = Setting.of(
            VAULT + ".kubernetes.tokenFile",
            ValueTypes.path(),
            "/var/run/secrets/kubernetes.io/serviceaccount/token",
            "The token of the service account.");

    static final Setting<String> VAULT_NAMESPACE = Setting.optional(
            VAULT + ".namespace",
            ValueTypes.text("a name of a namespace"),
            "none",
            "The namespace of Vault Enterprise or OpenBao.");

    static final Setting<Path> VAULT_CA_FILE = Setting.optional(
            VAULT + ".caFile", ValueTypes.path(), "what Java trusts", "PEM certificates that the Vault is trusted by.");

    static final Setting<Duration> VAULT_CONNECT_TIMEOUT = Setting.of(
            VAULT + ".connectTimeout",
            ValueTypes.duration(SHORTEST_TIMEOUT, LONGEST_TIMEOUT),
            "1s",
            "How long to wait for a connection to the Vault.");

    static final Setting<Duration> VAULT_READ_TIMEOUT = Setting.of(
            VAULT + ".readTimeout",
            ValueTypes.duration(SHORTEST_TIMEOUT, LONGEST_TIMEOUT),
            "2s",
            "How long to wait for an answer of the Vault; for the first one 5s more.");

    private static final List<Setting<?>> ALL = all(
            List.of(TYPE, DATABASE_URL, DATABASE_USER),
            DATABASE_PASSWORD.all(),
            DATABASE_KEYSET.all(),
            List.of(DATABASE_MAX_VERSIONS, DATABASE_MAX_CONNECTIONS, KUBERNETES_SECRET, KUBERNETES_NAMESPACE),
            List.of(VAULT_ENDPOINT, VAULT_PATH),
            VAULT_TOKEN.all(),
            List.of(VAULT_APP_ROLE_MOUNT, VAULT_APP_ROLE_ID),
            VAULT_APP_ROLE_SECRET_ID.all(),
            List.of(VAULT_KUBERNETES_MOUNT, VAULT_KUBERNETES_ROLE, VAULT_KUBERNETES_TOKEN_FILE),
            List.of(VAULT_NAMESPACE, VAULT_CA_FILE, VAULT_CONNECT_TIMEOUT, VAULT_READ_TIMEOUT));

    /** Every setting of the default store, in the order of the documentation. */
    static List<Setting<?>> all() {
        return ALL;
    }

    /** Every setting of a store whose settings are below another key than {@code secretStore}. */
    static List<Setting<?>> allAt(String store) {
        return ALL.stream().<Setting<?>>map(setting -> setting.at(store)).toList();
    }

    @SafeVarargs
    private static List<Setting<?>> all(List<Setting<?>>... groups) {
        List<Setting<?>> all = new ArrayList<>();
        for (List<Setting<?>> group : groups) {
            all.addAll(group);
        }
        return List.copyOf(all);
    }
}
