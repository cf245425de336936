package io.sparksecrets.store.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.VaultServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A test on a real Vault with the engine {@code secret}, that of its class. */
@SuppressWarnings("NullAway.Init")
public abstract class VaultIT {

    protected static VaultServer vault;

    @BeforeAll
    static void start() throws IOException {
        vault = RealServer.start(VaultServer::start);
        vault.client().mountKv("secret", 2);
    }

    @AfterAll
    static void end() throws IOException {
        if (vault != null) {
            vault.close();
        }
    }

    /** A store with the root token. */
    protected static VaultSecretStore open(String path) {
        return Settings.of(vault.address(), path, vault.rootToken()).open();
    }

    /** A token with one policy of these rules. */
    static String token(String policy, String rules) throws IOException {
        vault.client().policy(policy, rules);
        return vault.client().token("{\"policies\": [\"%s\"]}".formatted(policy));
    }

    static ReadResult read(SecretStore store, String path) {
        ReadRequest request = ReadRequest.newest(path);
        return Objects.requireNonNull(store.read(List.of(request)).get(request));
    }

    static Map<String, String> fields(SecretStore store, String path) {
        ReadResult result = read(store, path);
        assertThat(result).isInstanceOf(ReadResult.Fields.class);
        return ((ReadResult.Fields) result)
                .fields().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, field -> field.getValue().reveal()));
    }

    static String unavailable(ReadResult result) {
        assertThat(result).isInstanceOf(ReadResult.Unavailable.class);
        ReadResult.Unavailable unavailable = (ReadResult.Unavailable) result;
        assertThat(unavailable.why())
                .as("what users are told")
                .doesNotContain("://", vault.address().getHost());
        return unavailable.inFull();
    }

    static String unsupported(ReadResult result) {
        assertThat(result).isInstanceOf(ReadResult.Unsupported.class);
        return ((ReadResult.Unsupported) result).why();
    }

    static String missing(ReadResult result) {
        assertThat(result).isInstanceOf(ReadResult.NotFound.class);
        return ((ReadResult.NotFound) result).why();
    }

    static String denied(ReadResult result) {
        assertThat(result).isInstanceOf(ReadResult.Denied.class);
        return ((ReadResult.Denied) result).why();
    }

    /** Runs the action and returns the message of the failure that it must have. */
    static String assertFails(Reason reason, Runnable action) {
        StoreException[] thrown = new StoreException[1];
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(action::run)
                .satisfies(e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
                .satisfies(e -> thrown[0] = e);
        return thrown[0].getMessage();
    }
}
