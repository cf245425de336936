package io.sparksecrets.store.database;

import static io.sparksecrets.store.database.PostgresFixture.STORE;
import static io.sparksecrets.store.database.PostgresFixture.settings;
import static io.sparksecrets.store.database.PostgresFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.testing.PostgresDatabaseAccess;
import io.sparksecrets.testing.PostgresServer;
import io.sparksecrets.testing.TcpProxy;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Two replicas on one PostgreSQL: what one changes, the other is told. */
class ChangeNotificationsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PostgresServer server = PostgresServer.shared();
    private final PostgresDatabaseAccess access = server.createDatabase();
    private final CredentialSource keyset = PostgresFixture.newKeyset();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void anotherReplicaIsToldOfWritesDeletionsAndRestorings() throws Exception {
        try (SecretStore one = open(access);
                SecretStore other = open(access)) {
            listen(other);

            write(one, "team/KEY", "value");
            awaitTold("team/KEY");
            one.delete("team/KEY");
            awaitTold("team/KEY");
            one.restore("team/KEY");
            awaitTold("team/KEY");
        }
    }

    @Test
    void aReplicaIsNotToldOfItsOwnChanges() throws Exception {
        try (SecretStore one = open(access);
                SecretStore other = open(access)) {
            listen(other);

            write(other, "OWN", "value");
            write(one, "FOREIGN", "value");

            Waiting.until("news of the other write", PATIENCE, () -> !told.isEmpty());
            assertThat(told).containsExactly("FOREIGN");
        }
    }

    @Test
    void aWriteThatFailedIsNotTold() throws Exception {
        try (SecretStore one = open(access);
                SecretStore other = open(access)) {
            write(one, "KEY", "value");
            listen(other);

            server.execute(access.database(), "alter table secret_version add constraint small check (path <> 'BAD')");
            assertThat(failed(() -> write(one, "BAD", "value"))).isTrue();
            write(one, "GOOD", "value");

            Waiting.until("news of the good write", PATIENCE, () -> !told.isEmpty());
            assertThat(told).containsExactly("GOOD");
        }
    }

    @Test
    void afterALostConnectionAnythingMayHaveChanged() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port());
                SecretStore one = open(access);
                SecretStore other = open(access.through(proxy.port()))) {
            listen(other);

            proxy.reset();

            awaitTold("");
            write(one, "KEY", "value");
            awaitTold("KEY");
        }
    }

    @Test
    void aConnectionThatSwallowsEverythingIsReplaced() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port());
                SecretStore one = open(access);
                SecretStore other = open(access.through(proxy.port()))) {
            listen(other);

            proxy.swallow();
            write(one, "MISSED", "value");
            proxy.passOn();

            awaitTold("");
            write(one, "KEY", "value");
            awaitTold("KEY");
        }
    }

    private SecretStore open(PostgresDatabaseAccess where) {
        return PostgresDatabase.open(STORE, settings(where, keyset));
    }

    private void listen(SecretStore store) throws IOException {
        store.onChange(told::add);
        awaitTold("");
    }

    private void awaitTold(String path) throws IOException {
        Waiting.until("news of \"" + path + "\"", PATIENCE, () -> told.contains(path));
        told.clear();
    }

    private static boolean failed(Runnable action) {
        try {
            action.run();
            return false;
        } catch (StoreException e) {
            return true;
        }
    }
}
