package io.sparksecrets.store.kubernetes;

import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretStoreContract;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
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

    /** By hand: each write sends the whole Secret back, which is a second for every few dozen when it holds thousands. */
    @Override
    protected void fill(List<String> paths) throws IOException {
        cluster.createByHand(paths.stream().collect(Collectors.toMap(DataKey::of, path -> TestCluster.bytes("x"))));
        Waiting.until(
                "the secrets made by hand",
                Duration.ofSeconds(60),
                () -> !store.list("", "", 1).isEmpty());
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
