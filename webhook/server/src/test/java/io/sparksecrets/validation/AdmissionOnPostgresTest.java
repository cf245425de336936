package io.sparksecrets.validation;

import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.database.PostgresDatabase;
import io.sparksecrets.store.database.PostgresFixture;
import io.sparksecrets.testing.PostgresDatabaseAccess;
import io.sparksecrets.testing.PostgresServer;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.TcpProxy;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What applications are told while their secrets, or the PostgreSQL that has them, go away. */
@SuppressWarnings("NullAway.Init")
@Timeout(120)
class AdmissionOnPostgresTest {

    private static PostgresServer server;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        server = RealServer.start(() -> PostgresServer.start(PostgresServer.NEWEST));
    }

    @AfterAll
    static void end() throws Exception {
        server.close();
    }

    @Test
    void podsAreToldInTimeOfAServerThatSaysNothingAndNoThreadGoesOnWaiting() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            AdmissionOnStore.checkSilence(
                    directory, open(server.createDatabase().through(proxy.port())), proxy::swallow, proxy::passOn);
        }
    }

    @Test
    void aSecretThatIsDeletedBetweenTheCheckOfADriverAndItsDeliveryIsNamed() throws Exception {
        AdmissionOnStore.checkDeletionBeforeDelivery(directory, open(server.createDatabase()));
    }

    private static SecretStore open(PostgresDatabaseAccess access) {
        CredentialSource keyset = PostgresFixture.newKeyset();
        return PostgresDatabase.open(PostgresFixture.STORE, PostgresFixture.settings(access, keyset));
    }
}
