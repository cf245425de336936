package io.sparksecrets.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.kubernetes.KubernetesInstallation;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.testing.Administrator;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.RealServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A keyset in a Secret of a real API server, which several change at the same time. */
@SuppressWarnings("NullAway.Init")
class KeysetSecretIT {

    private static final String NAMESPACE = "spark-secrets";
    private static final String SECRET = "keys";
    private static final String ENTRY = "keyset.json";

    private static ApiServer server;
    private static Administrator administrator;
    private static KubernetesClient admin;

    private final Keyset keyset = Keyset.create();
    private KeysetSecret home;

    @BeforeAll
    static void start() throws IOException {
        server = RealServer.start(ApiServer::start);
        administrator = new Administrator(server);
        admin = administrator.client();
        administrator.createNamespace(NAMESPACE);
    }

    @AfterAll
    static void end() throws IOException {
        if (administrator != null) {
            administrator.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void create() {
        admin.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(SECRET)
                        .endMetadata()
                        .addToStringData(ENTRY, keyset.json().reveal())
                        .addToStringData("other", "kept")
                        .build())
                .create();
        home = home();
    }

    @AfterEach
    void delete() {
        home.close();
        admin.secrets().inNamespace(NAMESPACE).withName(SECRET).delete();
    }

    @Test
    void whatSomebodyElseChangedIsNotReplaced() {
        SecretValue read = home.read();
        SecretValue others = keyset.withNewKey().json();
        assertThat(home.replace(read, others)).isTrue();

        assertThat(home.replace(read, Keyset.create().json())).isFalse();

        assertThat(home.read()).isEqualTo(others);
    }

    @Test
    void ofManyWhoChangeItAtTheSameTimeExactlyOneSucceeds() throws Exception {
        SecretValue read = home.read();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> changes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                changes.add(threads.submit(() -> {
                    try (KeysetSecret own = home()) {
                        return own.replace(read, keyset.withNewKey().json());
                    }
                }));
            }
            int succeeded = 0;
            for (Future<Boolean> change : changes) {
                succeeded += change.get() ? 1 : 0;
            }
            assertThat(succeeded).isEqualTo(1);
        }
        assertThat(Keyset.parse(home.read(), home.place()).keys()).hasSize(2);
        assertThat(admin.secrets()
                        .inNamespace(NAMESPACE)
                        .withName(SECRET)
                        .require()
                        .getData())
                .containsOnlyKeys(ENTRY, "other");
    }

    @Test
    void anImmutableSecretIsToldAndStays() {
        SecretValue read = home.read();
        admin.secrets()
                .inNamespace(NAMESPACE)
                .withName(SECRET)
                .edit(found -> new SecretBuilder(found).withImmutable(true).build());

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> home.replace(read, keyset.withNewKey().json()))
                .withMessageContaining("the Secret and key that keysetSecret names cannot be written")
                .withMessageContaining("immutable");
        assertThat(home.read()).isEqualTo(read);
    }

    @Test
    void anApiServerThatDoesNotAnswerIsGivenUp() throws IOException {
        server.freeze();
        try {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> home.read())
                    .withMessageContaining("the Secret and key that keysetSecret names cannot be read")
                    .withMessageContaining("did not answer in time");
        } finally {
            server.thaw();
        }
        assertThat(home.read()).isEqualTo(keyset.json());
    }

    private static KeysetSecret home() {
        return new KeysetSecret(
                KubernetesInstallation.connect(server.config(), NAMESPACE),
                SECRET,
                ENTRY,
                "the Secret and key that keysetSecret names");
    }
}
