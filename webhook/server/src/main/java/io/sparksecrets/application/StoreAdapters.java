package io.sparksecrets.application;

import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.StoreConfiguration;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.database.EmbeddedDatabase;
import io.sparksecrets.store.database.PostgresDatabase;
import io.sparksecrets.store.vault.VaultSecretStore;

/** Which adapter opens which store. */
public final class StoreAdapters implements StoreOpener {

    @Override
    public SecretStore open(StoreConfiguration store, Configuration within) {
        return switch (store) {
            case StoreConfiguration.Embedded embedded -> EmbeddedDatabase.open(embedded.name(), embedded.directory());
            case StoreConfiguration.Postgres postgres -> PostgresDatabase.open(postgres.name(), postgres.settings());
            case StoreConfiguration.Kubernetes kubernetes -> throw missing(kubernetes);
            case StoreConfiguration.Vault vault -> VaultSecretStore.open(vault.name(), vault.settings());
        };
    }

    private static StoreException missing(StoreConfiguration store) {
        return new StoreException(
                StoreException.Reason.UNSUPPORTED,
                "the store \"%s\" (%s) is not available in this version; use another"
                        .formatted(store.name(), store.place()));
    }
}
