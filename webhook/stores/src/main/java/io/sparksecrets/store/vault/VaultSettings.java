package io.sparksecrets.store.vault;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How to reach the secrets of a Vault.
 *
 * <p>To resolve references the token needs {@code read} on {@code <mount>/data/<folder>/*}. To manage secrets it needs {@code
 * create} and {@code update} there too, {@code read} and {@code list} on {@code <mount>/metadata/<folder>/*}, {@code update} on
 * {@code <mount>/delete/<folder>/*} and {@code <mount>/undelete/<folder>/*}, and, so that the authors are kept, the right to patch
 * the metadata.
 *
 * @param endpoint with scheme, host and port
 * @param path as the API has it, such as {@code /v1/secret/data/team/poc}: mount {@code secret}, folder {@code team/poc}; of
 *     another engine the folder of its credentials, such as {@code /v1/database/creds}
 * @param auth how to log in
 * @param namespace of Vault Enterprise or OpenBao
 * @param caFile PEM certificates to trust instead of those of Java
 * @param connectTimeout for one connection
 * @param readTimeout for one answer; the first one may take 5 s more
 */
public record VaultSettings(
        URI endpoint,
        String path,
        VaultAuth auth,
        Optional<String> namespace,
        Optional<Path> caFile,
        Duration connectTimeout,
        Duration readTimeout) {

    public VaultSettings {
        Objects.requireNonNull(endpoint);
        Objects.requireNonNull(path);
        Objects.requireNonNull(auth);
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(caFile);
        Objects.requireNonNull(connectTimeout);
        Objects.requireNonNull(readTimeout);
    }

    /** Whether the secrets are credentials that are made at each read and end with their lease. */
    public boolean makesCredentials() {
        return VaultPath.isOfCredentials(path);
    }
}
