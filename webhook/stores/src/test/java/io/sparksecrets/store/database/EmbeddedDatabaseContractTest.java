package io.sparksecrets.store.database;

import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract against H2. */
@SuppressWarnings("NullAway.Init")
class EmbeddedDatabaseContractTest extends SecretStoreContract {

    @TempDir
    Path directory;

    @Override
    protected SecretStore openEmptyStore() {
        return EmbeddedDatabase.open(directory);
    }
}
