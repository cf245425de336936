package io.sparksecrets.store.adapter;

import io.sparksecrets.store.database.PostgresSettings;
import io.sparksecrets.store.vault.VaultSettings;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** One of the stores, checked. */
public sealed interface StoreConfiguration {

    /** By which the long form of a reference means it; that of the default store is its type. */
    String name();

    StoreType type();

    /** Where the secrets are, for people; no credential. */
    String place();

    /** Whether the store makes its secrets anew for each reader, and takes them back when their lease ends. */
    default boolean makesCredentials() {
        return false;
    }

    /**
     * The embedded database, for trying it out.
     *
     * @param directory need not exist yet
     */
    record Embedded(String name, Path directory) implements StoreConfiguration {
        public Embedded {
            Objects.requireNonNull(name);
            Objects.requireNonNull(directory);
        }

        @Override
        public StoreType type() {
            return StoreType.DATABASE;
        }

        @Override
        public String place() {
            return "embedded database in " + directory;
        }
    }

    /** A PostgreSQL. */
    record Postgres(String name, PostgresSettings settings) implements StoreConfiguration {
        public Postgres {
            Objects.requireNonNull(name);
            Objects.requireNonNull(settings);
        }

        @Override
        public StoreType type() {
            return StoreType.DATABASE;
        }

        @Override
        public String place() {
            return "PostgreSQL at " + StoreAddress.withoutParameters(settings.url());
        }
    }

    /**
     * A Secret of Kubernetes.
     *
     * @param namespace empty for that of the installation
     */
    record Kubernetes(String name, Optional<String> namespace, String secretName) implements StoreConfiguration {
        public Kubernetes {
            Objects.requireNonNull(name);
            Objects.requireNonNull(namespace);
            Objects.requireNonNull(secretName);
        }

        @Override
        public StoreType type() {
            return StoreType.KUBERNETES;
        }

        @Override
        public String place() {
            return "Kubernetes Secret " + secretName
                    + namespace
                            .map(given -> " in the namespace " + given)
                            .orElse(" in the namespace of the installation");
        }
    }

    /** A Vault. */
    record Vault(String name, VaultSettings settings) implements StoreConfiguration {
        public Vault {
            Objects.requireNonNull(name);
            Objects.requireNonNull(settings);
        }

        @Override
        public StoreType type() {
            return StoreType.VAULT;
        }

        @Override
        public String place() {
            return "Vault at " + settings.endpoint() + ", " + settings.path();
        }

        @Override
        public boolean makesCredentials() {
            return settings.makesCredentials();
        }
    }
}
