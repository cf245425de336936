package io.sparksecrets.validation;

import io.fabric8.kubernetes.client.Config;
import io.sparksecrets.ReportedCase;
import io.sparksecrets.store.kubernetes.KubernetesSecretStore;
import io.sparksecrets.store.kubernetes.TestCluster;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.RealServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What applications get from a Secret that somebody made by hand. */
class AdmissionOnKubernetesSecretIT {

    @Test
    void aNewlineInASecretMadeByHandIsWarnedOfAtAdmissionAndDelivered(@TempDir Path directory) throws Exception {
        try (TestCluster cluster = new TestCluster(RealServer.start(ApiServer::start))) {
            Config account = cluster.accountWithTheDocumentedRights(cluster.newNamespace());
            cluster.createByHand(Map.of("FILE_NL", new ReportedCase("trailing-newline-file/value.txt").bytes()));
            AdmissionOnStore.checkNewlineAtTheEnd(
                    directory, KubernetesSecretStore.open(account, cluster.settings(), "kubernetes"));
        }
    }
}
