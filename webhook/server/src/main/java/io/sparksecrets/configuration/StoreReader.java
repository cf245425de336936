package io.sparksecrets.configuration;

import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.adapter.StoreType;
import io.sparksecrets.store.credential.InstallationSecretKeys;
import io.sparksecrets.store.database.PostgresSettings;
import io.sparksecrets.store.vault.VaultAuth;
import io.sparksecrets.store.vault.VaultSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the configuration of one store together. What contradicts itself is told of every section; what is missing, only of the
 * one that is in use.
 */
final class StoreReader {

    private final SettingValues values;
    private final String store;
    private final CredentialReader credentials;

    /** @param store the key of the store, {@code secretStore} or {@code stores.<name>} */
    StoreReader(SettingValues values, String store, InstallationSecretKeys secretKeys) {
        this.values = values;
        this.store = store;
        credentials = new CredentialReader(values, secretKeys);
    }

    /**
     * The store; empty when something is wrong, which is then among the problems.
     *
     * @param dataDirectory where an embedded database is
     */
    Optional<StoreConfiguration> read(String name, StoreType type, Path dataDirectory) {
        Optional<CredentialSource> password = credentials.read(StoreSettings.DATABASE_PASSWORD.at(store));
        Optional<CredentialSource> keyset = credentials.read(StoreSettings.DATABASE_KEYSET.at(store));
        Optional<VaultAuth> auth = new VaultAuthReader(values, credentials, store, type == StoreType.VAULT).read();
        return switch (type) {
            case DATABASE ->
                values.isGiven(at(StoreSettings.DATABASE_URL))
                        ? postgres(name, password, keyset)
                        : embedded(name, dataDirectory);
            case KUBERNETES ->
                Optional.of(new StoreConfiguration.Kubernetes(
                        name,
                        values.find(at(StoreSettings.KUBERNETES_NAMESPACE)),
                        values.get(at(StoreSettings.KUBERNETES_SECRET))));
            case VAULT -> vault(name, auth);
        };
    }

    private Optional<StoreConfiguration> embedded(String name, Path dataDirectory) {
        List<Setting<?>> ofServers = new ArrayList<>(List.of(
                at(StoreSettings.DATABASE_USER),
                at(StoreSettings.DATABASE_MAX_VERSIONS),
                at(StoreSettings.DATABASE_MAX_CONNECTIONS)));
        ofServers.addAll(StoreSettings.DATABASE_PASSWORD.at(store).all());
        ofServers.addAll(StoreSettings.DATABASE_KEYSET.at(store).all());
        ofServers.stream()
                .filter(values::isGiven)
                .forEach(setting -> values.problem(
                        "%s is for a database of your own; name that with %s, or leave both out for the embedded one"
                                .formatted(
                                        values.named(setting),
                                        at(StoreSettings.DATABASE_URL).key())));
        // So that secrets stay where they are when the embedded database is no longer the default store but goes by its
        // type's name.
        Path directory = name.equals(StoreType.DATABASE.word())
                ? dataDirectory
                : dataDirectory.resolve("stores").resolve(name);
        return Optional.of(new StoreConfiguration.Embedded(name, directory));
    }

    private Optional<StoreConfiguration> postgres(
            String name, Optional<CredentialSource> password, Optional<CredentialSource> keyset) {
        CredentialSettings settings = StoreSettings.DATABASE_KEYSET.at(store);
        if (settings.all().stream().noneMatch(values::isGiven)) {
            values.problem("%s needs the keys of the values beside it: %s"
                    .formatted(values.named(at(StoreSettings.DATABASE_URL)), CredentialReader.ways(settings)));
        }
        return values.find(at(StoreSettings.DATABASE_URL))
                .flatMap(url -> keyset.map(keys -> new StoreConfiguration.Postgres(
                        name,
                        new PostgresSettings(
                                url,
                                values.find(at(StoreSettings.DATABASE_USER)),
                                password,
                                keys,
                                values.get(at(StoreSettings.DATABASE_MAX_VERSIONS)),
                                values.get(at(StoreSettings.DATABASE_MAX_CONNECTIONS))))));
    }

    private Optional<StoreConfiguration> vault(String name, Optional<VaultAuth> auth) {
        Optional<URI> endpoint = needed(at(StoreSettings.VAULT_ENDPOINT));
        Optional<String> path = needed(at(StoreSettings.VAULT_PATH));
        if (endpoint.isEmpty() || path.isEmpty() || auth.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StoreConfiguration.Vault(
                name,
                new VaultSettings(
                        endpoint.get(),
                        path.get(),
                        auth.get(),
                        values.find(at(StoreSettings.VAULT_NAMESPACE)),
                        values.find(at(StoreSettings.VAULT_CA_FILE))
                                .map(file -> file.toAbsolutePath().normalize()),
                        values.get(at(StoreSettings.VAULT_CONNECT_TIMEOUT)),
                        values.get(at(StoreSettings.VAULT_READ_TIMEOUT)))));
    }

    private <T> Optional<T> needed(Setting<T> setting) {
        if (!values.isGiven(setting)) {
            values.problem(
                    "%s is vault, so %s must be given".formatted(values.named(at(StoreSettings.TYPE)), setting.key()));
        }
        return values.find(setting);
    }

    private <T> Setting<T> at(Setting<T> setting) {
        return setting.at(store);
    }
}
