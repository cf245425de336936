package io.sparksecrets.store.database;

import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.testing.PostgresDatabaseAccess;
import io.sparksecrets.testing.PostgresServer;

/** A database of one test class, which is emptied for each test: to make the tables takes longer than most tests. */
final class EmptyPostgres {

    private final PostgresServer server;
    private final PostgresDatabaseAccess access;
    private final CredentialSource keyset = PostgresFixture.newKeyset();

    EmptyPostgres(PostgresServer server) {
        this.server = server;
        this.access = server.createDatabase();
    }

    /** A store that holds nothing. */
    SecretStore open() {
        SecretStore store = PostgresDatabase.open(PostgresFixture.STORE, PostgresFixture.settings(access, keyset));
        server.execute(access.database(), "truncate secret_version, secret_store, encryption_key");
        return store;
    }
}
