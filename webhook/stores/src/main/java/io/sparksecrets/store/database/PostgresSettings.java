package io.sparksecrets.store.database;

import io.sparksecrets.store.CredentialSource;
import java.util.Objects;
import java.util.Optional;

/**
 * How to reach the secrets of a PostgreSQL.
 *
 * @param url a JDBC URL, {@code jdbc:postgresql:…}, better without a password; TLS as the driver's parameters say; a timeout that
 *     it gives replaces that of this program
 * @param user empty where the URL or the system says it
 * @param password empty where none is needed
 * @param keyset a Tink keyset in JSON with AEAD keys, the same for all replicas; never made here
 * @param maxVersions how many versions of a secret are kept, at least 1
 * @param maxConnections of this replica, at least 2: one listens for what other replicas change, the others are for requests
 */
public record PostgresSettings(
        String url,
        Optional<String> user,
        Optional<CredentialSource> password,
        CredentialSource keyset,
        int maxVersions,
        int maxConnections) {

    public static final int DEFAULT_MAX_VERSIONS = 10;
    public static final int DEFAULT_MAX_CONNECTIONS = 8;

    public PostgresSettings {
        Objects.requireNonNull(url);
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
        Objects.requireNonNull(keyset);
        if (maxVersions < 1) {
            throw new IllegalArgumentException("maxVersions must be at least 1, not " + maxVersions);
        }
        if (maxConnections < 2) {
            throw new IllegalArgumentException("maxConnections must be at least 2, not " + maxConnections);
        }
    }

    /** Without the URL, which may hold a password that somebody put there. */
    @Override
    public String toString() {
        return "PostgresSettings[user=%s, maxVersions=%d, maxConnections=%d]"
                .formatted(user.orElse(""), maxVersions, maxConnections);
    }
}
