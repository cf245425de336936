package io.sparksecrets.store.adapter;

import io.fabric8.kubernetes.client.Config;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.kubernetes.ClusterSettings;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.database.EmbeddedDatabase;
import io.sparksecrets.store.database.PostgresDatabase;
import io.sparksecrets.store.kubernetes.KubernetesSecretStore;
import io.sparksecrets.store.kubernetes.KubernetesSettings;
import io.sparksecrets.store.vault.VaultSecretStore;

/** Which adapter opens which store. */
public final class StoreAdapters implements StoreOpener {

    private final ClusterConfig clusters;

    /** @param clusters how to reach the cluster whose Secret may be a store */
    public StoreAdapters(ClusterConfig clusters) {
        this.clusters = clusters;
    }

    @Override
    public SecretStore open(StoreConfiguration store, ClusterSettings within) {
        return switch (store) {
            case StoreConfiguration.Embedded embedded -> EmbeddedDatabase.open(embedded.name(), embedded.directory());
            case StoreConfiguration.Postgres postgres -> PostgresDatabase.open(postgres.name(), postgres.settings());
            case StoreConfiguration.Kubernetes kubernetes -> open(kubernetes, within);
            case StoreConfiguration.Vault vault -> VaultSecretStore.open(vault.name(), vault.settings());
        };
    }

    private SecretStore open(StoreConfiguration.Kubernetes store, ClusterSettings within) {
        Config config = clusters.find(within.access())
                .orElseThrow(() -> unreachable(store, "neither a service account nor a kubeconfig was found"));
        String namespace = store.namespace()
                .or(() -> within.namespaceIn(config))
                .orElseThrow(() -> unreachable(store, "the namespace of the installation is not known; set namespace"));
        return KubernetesSecretStore.open(config, new KubernetesSettings(namespace, store.secretName()), store.name());
    }

    private static StoreException unreachable(StoreConfiguration store, String why) {
        return new StoreException(
                StoreException.Reason.UNAVAILABLE,
                "the %s cannot be reached: %s".formatted(store.place(), why),
                "the Secret of the store cannot be reached: " + why);
    }
}
