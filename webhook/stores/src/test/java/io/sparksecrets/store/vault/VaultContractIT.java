package io.sparksecrets.store.vault;

import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretStoreContract;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.VaultServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract against a KV engine of a Vault, with a token that has no more rights than it takes. */
@SuppressWarnings("NullAway.Init")
class VaultContractIT extends SecretStoreContract {

    private static VaultServer vault;
    private static String token;
    private static int folders;

    @BeforeAll
    static void start() throws IOException {
        vault = RealServer.start(VaultServer::start);
        vault.client().mountKv("secret", 2);
        // Vault keeps 10 unless told otherwise; the contract writes 11.
        vault.client().post("secret/config", "{\"max_versions\": 20}");
        vault.client().policy("managing", """
                path "secret/data/*" { capabilities = ["create", "read", "update"] }
                path "secret/metadata/*" { capabilities = ["read", "list", "patch"] }
                path "secret/delete/*" { capabilities = ["update"] }
                path "secret/undelete/*" { capabilities = ["update"] }
                """);
        token = vault.client().token("{\"policies\": [\"managing\"]}");
    }

    @AfterAll
    static void end() throws IOException {
        if (vault != null) {
            vault.close();
        }
    }

    @Override
    protected SecretStore openEmptyStore() {
        return Settings.of(vault.address(), "/v1/secret/data/test/folder-" + ++folders, token)
                .open();
    }

    /** With one request for each, where a write of the store takes several. */
    @Override
    protected void fill(List<String> paths) throws IOException {
        for (String path : paths) {
            vault.client()
                    .post("secret/data/test/folder-%d/%s".formatted(folders, path), "{\"data\": {\"value\": \"x\"}}");
        }
    }
}
