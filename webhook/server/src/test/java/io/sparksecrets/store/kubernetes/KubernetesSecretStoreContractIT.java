package io.sparksecrets.store.kubernetes;

import io.sparksecrets.servers.ApiServer;
import io.sparksecrets.servers.RealServer;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretStoreContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class KubernetesSecretStoreContractIT extends SecretStoreContract {

    private static TestCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = new TestCluster(RealServer.start(ApiServer::start));
    }

    @AfterAll
    static void end() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    protected SecretStore openEmptyStore() {
        return KubernetesSecretStore.open(
                cluster.accountWithTheDocumentedRights(cluster.newNamespace()),
                cluster.settings(),
                KubernetesSecretStore.DEFAULT_NAME);
    }

    @Override
    protected boolean keepsVersions() {
        return false;
    }

    @Override
    protected boolean restores() {
        return false;
    }
}
