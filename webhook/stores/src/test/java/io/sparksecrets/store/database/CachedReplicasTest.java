package io.sparksecrets.store.database;

import static io.sparksecrets.store.database.PostgresFixture.STORE;
import static io.sparksecrets.store.database.PostgresFixture.settings;
import static io.sparksecrets.store.database.PostgresFixture.unavailable;
import static io.sparksecrets.store.database.PostgresFixture.value;
import static io.sparksecrets.store.database.PostgresFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.cache.CacheSettings;
import io.sparksecrets.store.cache.CachingSecretStore;
import io.sparksecrets.testing.PostgresDatabaseAccess;
import io.sparksecrets.testing.PostgresServer;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replicas that keep for an hour what a PostgreSQL answered: only word from the database can tell them of a change. */
@Timeout(180)
class CachedReplicasTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final CacheSettings SETTINGS = new CacheSettings(HOUR, HOUR, HOUR, 1000);

    private final CredentialSource keyset = PostgresFixture.newKeyset();

    @Test
    void aReplicaSeesWhatAnotherWroteDeletedAndRestored() throws Exception {
        PostgresDatabaseAccess access = PostgresServer.shared().createDatabase();
        try (SecretStore one = replica(access);
                SecretStore other = replica(access)) {
            write(one, "KEY", "first");
            write(one, "UNTOUCHED", "same");
            awaitValue(other, "KEY", "first");
            assertThat(value(other, "UNTOUCHED")).isEqualTo("same");
            assertThat(value(other, "MISSING")).contains("NotFound");

            write(one, "KEY", "second");
            awaitValue(other, "KEY", "second");
            write(one, "MISSING", "made");
            awaitValue(other, "MISSING", "made");
            one.delete("KEY");
            Waiting.until("the deletion", PATIENCE, () -> value(other, "KEY").contains("NotFound"));
            one.restore("KEY");
            awaitValue(other, "KEY", "second");
            assertThat(value(other, "UNTOUCHED")).isEqualTo("same");
        }
    }

    @Test
    void withoutItsServerAReplicaGoesOnWithWhatItKnowsAndSaysWhyItCannotReadTheRest() throws Exception {
        try (PostgresServer server = RealServer.start(() -> PostgresServer.start(PostgresServer.NEWEST))) {
            PostgresDatabaseAccess access = server.createDatabase();
            try (SecretStore one = replica(access);
                    SecretStore other = replica(access)) {
                write(one, "KNOWN", "value");
                write(one, "UNKNOWN", "value");
                awaitValue(other, "KNOWN", "value");

                server.kill();

                assertThat(value(other, "KNOWN")).isEqualTo("value");
                assertThat(unavailable(other, "UNKNOWN")).contains("localhost:" + server.port(), "cannot be used now");
                assertThat(value(other, "KNOWN")).isEqualTo("value");
                server.start();
                awaitValue(other, "UNKNOWN", "value");
                Waiting.until("the writer", PATIENCE, () -> one.health().available());
                write(one, "KNOWN", "after");
                awaitValue(other, "KNOWN", "after");
            }
        }
    }

    private SecretStore replica(PostgresDatabaseAccess access) {
        return new CachingSecretStore(
                PostgresDatabase.open(STORE, settings(access, keyset)),
                SETTINGS,
                Duration.ofSeconds(60),
                new SimpleMeterRegistry());
    }

    private static void awaitValue(SecretStore store, String path, String value) throws IOException {
        Waiting.until(
                "%s to be %s".formatted(path, value),
                PATIENCE,
                () -> value(store, path).equals(value));
    }
}
