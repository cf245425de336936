package io.sparksecrets.configuration;

import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.credential.FileCredential;
import io.sparksecrets.store.vault.VaultAuth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says how to log in to a Vault, of which one way may be given. */
final class VaultAuthReader {

    private final SettingValues values;
    private final CredentialReader credentials;
    private final String store;
    private final boolean isInUse;

    /**
     * @param store the key of the store, {@code secretStore} or {@code stores.<name>}
     * @param isInUse whether there has to be a way, and a complete one
     */
    VaultAuthReader(SettingValues values, CredentialReader credentials, String store, boolean isInUse) {
        this.values = values;
        this.credentials = credentials;
        this.store = store;
        this.isInUse = isInUse;
    }

    /** The way; empty when none is given, or when something is wrong, which is then among the problems. */
    Optional<VaultAuth> read() {
        CredentialSettings token = StoreSettings.VAULT_TOKEN.at(store);
        CredentialSettings secretId = StoreSettings.VAULT_APP_ROLE_SECRET_ID.at(store);
        Optional<Setting<?>> ofToken = firstGiven(token.all());
        Optional<Setting<?>> ofAppRole = firstGiven(Stream.concat(
                        Stream.of(at(StoreSettings.VAULT_APP_ROLE_ID), at(StoreSettings.VAULT_APP_ROLE_MOUNT)),
                        secretId.all().stream())
                .toList());
        Optional<Setting<?>> ofKubernetes = firstGiven(List.of(
                at(StoreSettings.VAULT_KUBERNETES_ROLE),
                at(StoreSettings.VAULT_KUBERNETES_MOUNT),
                at(StoreSettings.VAULT_KUBERNETES_TOKEN_FILE)));
        List<Setting<?>> ways = new ArrayList<>();
        Stream.of(ofToken, ofAppRole, ofKubernetes).forEach(way -> way.ifPresent(ways::add));
        Optional<CredentialSource> tokenSource = credentials.read(token);
        Optional<CredentialSource> secretIdSource = credentials.read(secretId);
        if (ways.size() > 1) {
            values.problem("%s; there is one way to authenticate".formatted(values.allGiven(ways)));
            return Optional.empty();
        }
        if (ofAppRole.isPresent()) {
            return appRole(ofAppRole.get(), secretId, secretIdSource);
        }
        if (ofKubernetes.isPresent()) {
            return kubernetes(ofKubernetes.get());
        }
        if (ofToken.isEmpty() && isInUse) {
            values.problem(
                    "%s is vault, so %s.vaultSettings needs a way to authenticate: token, tokenFile, tokenSecret, appRole or kubernetes"
                            .formatted(values.named(at(StoreSettings.TYPE)), store));
        }
        return tokenSource.map(VaultAuth.Token::new);
    }

    private Optional<VaultAuth> appRole(
            Setting<?> given, CredentialSettings settings, Optional<CredentialSource> secretId) {
        Setting<String> roleId = at(StoreSettings.VAULT_APP_ROLE_ID);
        needs(given, values.isGiven(roleId), roleId.key());
        needs(given, firstGiven(settings.all()).isPresent(), CredentialReader.ways(settings));
        return values.find(roleId)
                .flatMap(role -> secretId.map(
                        id -> new VaultAuth.AppRole(values.get(at(StoreSettings.VAULT_APP_ROLE_MOUNT)), role, id)));
    }

    private Optional<VaultAuth> kubernetes(Setting<?> given) {
        Setting<String> role = at(StoreSettings.VAULT_KUBERNETES_ROLE);
        needs(given, values.isGiven(role), role.key());
        Setting<Path> tokenFile = at(StoreSettings.VAULT_KUBERNETES_TOKEN_FILE);
        FileCredential token =
                new FileCredential(values.get(tokenFile).toAbsolutePath().normalize(), tokenFile.key());
        return values.find(role)
                .map(name ->
                        new VaultAuth.Kubernetes(values.get(at(StoreSettings.VAULT_KUBERNETES_MOUNT)), name, token));
    }

    private void needs(Setting<?> given, boolean isThere, String what) {
        if (isInUse && !isThere) {
            values.problem("%s needs %s beside it".formatted(values.named(given), what));
        }
    }

    private Optional<Setting<?>> firstGiven(List<? extends Setting<?>> settings) {
        return settings.stream()
                .<Setting<?>>map(setting -> setting)
                .filter(values::isGiven)
                .findFirst();
    }

    private <T> Setting<T> at(Setting<T> setting) {
        return setting.at(store);
    }
}
