package io.sparksecrets.store.vault;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.CredentialSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Settings of stores in tests. */
public record Settings(VaultSettings settings) {

    public static Settings of(URI endpoint, String path, VaultAuth auth) {
        return new Settings(new VaultSettings(
                endpoint,
                path,
                auth,
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20)));
    }

    public static Settings of(URI endpoint, String path, String token) {
        return of(endpoint, path, new VaultAuth.Token(credential(() -> token)));
    }

    public static CredentialSource credential(Supplier<String> text) {
        return new CredentialSource() {
            @Override
            public SecretValue read() {
                return SecretValue.of(text.get());
            }

            @Override
            public String place() {
                return "the file /var/run/credential";
            }
        };
    }

    public Settings caFile(Path file) {
        return new Settings(new VaultSettings(
                settings.endpoint(),
                settings.path(),
                settings.auth(),
                settings.namespace(),
                Optional.of(file),
                settings.connectTimeout(),
                settings.readTimeout()));
    }

    public Settings namespace(String name) {
        return new Settings(new VaultSettings(
                settings.endpoint(),
                settings.path(),
                settings.auth(),
                Optional.of(name),
                settings.caFile(),
                settings.connectTimeout(),
                settings.readTimeout()));
    }

    public Settings readTimeout(Duration timeout) {
        return new Settings(new VaultSettings(
                settings.endpoint(),
                settings.path(),
                settings.auth(),
                settings.namespace(),
                settings.caFile(),
                settings.connectTimeout(),
                timeout));
    }

    public Settings connectTimeout(Duration timeout) {
        return new Settings(new VaultSettings(
                settings.endpoint(),
                settings.path(),
                settings.auth(),
                settings.namespace(),
                settings.caFile(),
                timeout,
                settings.readTimeout()));
    }

    public VaultSecretStore open() {
        return VaultSecretStore.open("vault", settings);
    }
}
