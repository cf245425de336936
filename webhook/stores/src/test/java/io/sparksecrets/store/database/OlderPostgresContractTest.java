package io.sparksecrets.store.database;

import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretStoreContract;
import io.sparksecrets.testing.PostgresServer;
import io.sparksecrets.testing.RealServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** The contract against the oldest PostgreSQL that is supported, and one between. */
class OlderPostgresContractTest {

    @Nested
    class Version13 extends OnVersion {
        Version13() {
            super(13);
        }
    }

    @Nested
    class Version17 extends OnVersion {
        Version17() {
            super(17);
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @SuppressWarnings("NullAway.Init")
    abstract static class OnVersion extends SecretStoreContract {

        private final int version;
        private PostgresServer server;
        private EmptyPostgres database;

        OnVersion(int version) {
            this.version = version;
        }

        @BeforeAll
        void start() throws IOException {
            server = RealServer.start(() -> PostgresServer.start(version));
            database = new EmptyPostgres(server);
        }

        @AfterAll
        void end() throws IOException {
            server.close();
        }

        @Override
        protected SecretStore openEmptyStore() {
            return database.open();
        }
    }
}
