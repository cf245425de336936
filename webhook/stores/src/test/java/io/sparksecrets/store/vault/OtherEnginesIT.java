package io.sparksecrets.store.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores whose path leads to an engine that keeps no secrets. Nothing comes of trying again there. */
class OtherEnginesIT extends VaultIT {

    @BeforeAll
    static void mount() throws IOException {
        for (String type : new String[] {"transit", "pki", "ssh"}) {
            vault.client().post("sys/mounts/" + type, "{\"type\": \"%s\"}".formatted(type));
        }
        vault.client().post("transit/keys/KEY", "{\"exportable\": true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/transit/encrypt", "/v1/pki/issue", "/v1/ssh/creds"})
    void aReadThatTheEngineDoesNotKnowIsNotCalledAnOutageOrAMissingSecret(String path) {
        try (SecretStore store = open(path)) {
            assertThat(unsupported(read(store, "KEY")))
                    .contains(
                            "\"" + path.substring("/v1/".length()) + "/KEY\"", "/v1/MOUNT/data/FOLDER of a KV engine");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/transit/data/team", "/v1/pki/data/team", "/v1/ssh/data/team"})
    void aPathThatMeansAKvEngineAndLeadsToAnotherOneIsRefusedForGood(String path) {
        assertThatThrownBy(() -> open(path).close())
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(StoreException.Reason.UNSUPPORTED))
                .hasMessageContaining("the segment \"data\" in the path \"" + path + "\" means a KV engine");
    }
}
