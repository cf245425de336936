package io.sparksecrets.validation;

import io.sparksecrets.store.vault.Settings;
import io.sparksecrets.store.vault.VaultIT;
import io.sparksecrets.testing.TcpProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What applications are told while their secrets, or the Vault that has them, go away. */
@SuppressWarnings("NullAway.Init")
class AdmissionOnVaultIT extends VaultIT {

    private static final String PATH = "/v1/secret/data/team";

    @TempDir
    private Path directory;

    @Test
    void podsAreToldInTimeOfAVaultThatSaysNothingAndNoThreadGoesOnWaiting() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(vault.address().getPort())) {
            AdmissionOnStore.checkSilence(
                    directory,
                    Settings.of(URI.create("http://127.0.0.1:" + proxy.port()), PATH, vault.rootToken())
                            .readTimeout(Duration.ofSeconds(2))
                            .open(),
                    proxy::swallow,
                    proxy::passOn);
        }
    }

    @Test
    void aSecretThatIsDeletedBetweenTheCheckOfADriverAndItsDeliveryIsNamed() throws Exception {
        AdmissionOnStore.checkDeletionBeforeDelivery(directory, open(PATH));
    }
}
