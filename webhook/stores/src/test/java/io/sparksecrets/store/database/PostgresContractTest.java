package io.sparksecrets.store.database;

import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretStoreContract;
import io.sparksecrets.testing.PostgresServer;
import org.junit.jupiter.api.BeforeAll;

/** The contract against the newest PostgreSQL. */
@SuppressWarnings("NullAway.Init")
class PostgresContractTest extends SecretStoreContract {

    private static EmptyPostgres database;

    @BeforeAll
    static void create() {
        database = new EmptyPostgres(PostgresServer.shared());
    }

    @Override
    protected SecretStore openEmptyStore() {
        return database.open();
    }
}
