package io.sparksecrets.store.adapter;

import io.fabric8.kubernetes.client.Config;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.kubernetes.ClusterSettings;
import io.sparksecrets.kubernetes.KubernetesInstallation;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import io.sparksecrets.store.credential.FileCredential;
import io.sparksecrets.store.credential.SecretKeyCredential;
import io.sparksecrets.store.database.DatabaseKeys;
import io.sparksecrets.store.database.EmbeddedDatabase;
import io.sparksecrets.store.database.KeysetFile;
import io.sparksecrets.store.database.KeysetHome;
import io.sparksecrets.store.database.KeysetSecret;
import io.sparksecrets.store.database.PostgresDatabase;

/** Opens the keys of databases. A rotation writes the keyset to where the store reads it: a file, or a Secret. */
public final class DatabaseKeysOpener implements KeysOpener {

    private final ClusterConfig clusters;

    /** @param clusters how to reach the cluster whose Secret may hold a keyset */
    public DatabaseKeysOpener(ClusterConfig clusters) {
        this.clusters = clusters;
    }

    @Override
    public DatabaseKeys open(StoreConfiguration store, ClusterSettings within) {
        return switch (store) {
            case StoreConfiguration.Embedded embedded ->
                EmbeddedDatabase.openKeys(embedded.name(), embedded.directory());
            case StoreConfiguration.Postgres postgres ->
                PostgresDatabase.openKeys(postgres.name(), postgres.settings(), keyset(postgres, within));
            case StoreConfiguration.Kubernetes kubernetes -> throw keyless(kubernetes);
            case StoreConfiguration.Vault vault -> throw keyless(vault);
        };
    }

    private KeysetHome keyset(StoreConfiguration.Postgres store, ClusterSettings within) {
        return switch (store.settings().keyset()) {
            case FileCredential file -> new KeysetFile(file.file(), file.place());
            case SecretKeyCredential secret ->
                new KeysetSecret(
                        installation(secret.place(), within), secret.secretName(), secret.key(), secret.place());
            default ->
                throw new StoreException(
                        Reason.UNSUPPORTED,
                        "the keyset of the store \"%s\" is in %s, where it cannot be changed"
                                .formatted(
                                        store.name(), store.settings().keyset().place()));
        };
    }

    private KubernetesInstallation installation(String place, ClusterSettings within) {
        Config config = clusters.find(within.access())
                .orElseThrow(() -> unreachable(place, "neither a service account nor a kubeconfig was found"));
        String namespace = within.namespaceIn(config)
                .orElseThrow(() -> unreachable(place, "the namespace of the installation is not known; set namespace"));
        return KubernetesInstallation.connect(config, namespace);
    }

    private static StoreException unreachable(String place, String why) {
        return new StoreException(Reason.UNAVAILABLE, "the keyset in %s cannot be changed: %s".formatted(place, why));
    }

    private static StoreException keyless(StoreConfiguration store) {
        return new StoreException(
                Reason.UNSUPPORTED,
                "the store \"%s\" (%s) has no keys of this program; only databases have"
                        .formatted(store.name(), store.place()));
    }
}
