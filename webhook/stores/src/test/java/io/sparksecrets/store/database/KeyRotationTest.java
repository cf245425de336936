package io.sparksecrets.store.database;

import static io.sparksecrets.store.database.PostgresFixture.STORE;
import static io.sparksecrets.store.database.PostgresFixture.credential;
import static io.sparksecrets.store.database.PostgresFixture.settings;
import static io.sparksecrets.store.database.PostgresFixture.unavailable;
import static io.sparksecrets.store.database.PostgresFixture.value;
import static io.sparksecrets.store.database.PostgresFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.testing.PostgresDatabaseAccess;
import io.sparksecrets.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotation of the keys while replicas use them, on PostgreSQL. */
@SuppressWarnings("NullAway.Init")
class KeyRotationTest {

    private final PostgresServer server = PostgresServer.shared();
    private final PostgresDatabaseAccess access = server.createDatabase();

    @TempDir
    Path directory;

    private KeysetFile keyset;

    @BeforeEach
    void create() {
        keyset = new KeysetFile(directory.resolve("keyset.json"));
        keyset.create();
    }

    @Test
    void nothingIsLostWhileTwoReplicasWriteDuringRotations() throws Exception {
        Map<String, String> written = new ConcurrentHashMap<>();
        try (SecretStore one = open(keyset);
                SecretStore other = open(keyset);
                DatabaseKeys keys = openKeys();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                put(one, "old/KEY_" + i, "value " + i, written);
            }
            AtomicBoolean rotated = new AtomicBoolean();
            List<Future<Integer>> writers = new ArrayList<>();
            for (SecretStore replica : List.of(one, other)) {
                int writer = writers.size();
                writers.add(threads.submit(() -> {
                    int count = 0;
                    while (!rotated.get() || count < 20) {
                        put(replica, "writer-%d/KEY_%d".formatted(writer, count % 25), "value " + count, written);
                        count++;
                    }
                    return count;
                }));
            }

            for (int i = 0; i < 3; i++) {
                keys.makePrimary(keys.add());
                assertThat(keys.reencrypt(progress -> {}).undecryptable()).isZero();
                keys.prune();
            }
            rotated.set(true);

            for (Future<Integer> writer : writers) {
                assertThat(writer.get()).isGreaterThanOrEqualTo(20);
            }
            assertThat(keys.reencrypt(progress -> {}).undecryptable()).isZero();
            keys.prune();
            assertThat(keys.list()).hasSize(1).allMatch(key -> key.status() == DatabaseKeys.Status.PRIMARY);
            for (SecretStore replica : List.of(one, other)) {
                written.forEach((path, value) ->
                        assertThat(value(replica, path)).as(path).isEqualTo(value));
            }
        }
        try (SecretStore fresh = open(keyset)) {
            written.forEach(
                    (path, value) -> assertThat(value(fresh, path)).as(path).isEqualTo(value));
        }
    }

    @Test
    void aReplicaTakesTheNewKeysetWhenItMeetsAValueOfANewKey() {
        try (SecretStore replica = open(keyset);
                DatabaseKeys keys = openKeys()) {
            write(replica, "KEY", "value");
            keys.makePrimary(keys.add());

            assertThat(keys.reencrypt(progress -> {}).done()).isEqualTo(1);

            assertThat(value(replica, "KEY")).isEqualTo("value");
            write(replica, "NEW", "value");
            assertThat(keys.list()).extracting(DatabaseKeys.Key::rows).containsExactly(0L, 2L);
        }
    }

    @Test
    void whoWroteWithAKeyThatWasTakenOutOfUseTakesTheNewOne() {
        try (SecretStore writer = open(keyset);
                DatabaseKeys keys = openKeys()) {
            long newKey = keys.add();
            keys.makePrimary(newKey);
            assertThat(keys.prune()).hasSize(1).doesNotContain(newKey);

            write(writer, "KEY", "value");

            assertThat(keys.list()).containsExactly(new DatabaseKeys.Key(newKey, DatabaseKeys.Status.PRIMARY, 1));
            assertThat(value(writer, "KEY")).isEqualTo("value");
        }
    }

    @Test
    void aReplicaThatCannotHaveTheNewKeysetWritesNothingThatOthersCannotRead() {
        String old = keyset.read().reveal();
        CredentialSource stale = credential("the old keyset", () -> old);
        try (SecretStore writer = open(stale);
                DatabaseKeys keys = openKeys()) {
            keys.makePrimary(keys.add());
            keys.prune();

            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> write(writer, "KEY", "hunter2"))
                    .withMessageContaining("the primary key of the old keyset was taken out of use")
                    .withMessageContaining("give this replica the keyset of the others")
                    .withMessageNotContaining("hunter2");
            assertThat(writer.list("", "", 10)).isEmpty();
        }
    }

    @Test
    void aKeyThatEncryptsValuesIsNotPruned() {
        try (SecretStore store = open(keyset);
                DatabaseKeys keys = openKeys()) {
            write(store, "KEY", "value");
            store.delete("KEY");
            keys.makePrimary(keys.add());

            assertThat(keys.prune()).isEmpty();

            store.restore("KEY");
            assertThat(value(store, "KEY")).isEqualTo("value");
        }
    }

    @Test
    void whatWasInterruptedIsContinued() {
        try (SecretStore store = open(keyset);
                DatabaseKeys keys = openKeys()) {
            for (int i = 0; i < 100; i++) {
                write(store, "KEY_" + i, "value " + i);
            }
            keys.makePrimary(keys.add());
            List<Reencryption.Progress> seen = new ArrayList<>();
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> keys.reencrypt(progress -> {
                        seen.add(progress);
                        if (progress.done() > 0) {
                            throw new IllegalStateException("interrupted");
                        }
                    }));
            long before = seen.getLast().done();
            assertThat(seen.getFirst().total()).isEqualTo(100);
            assertThat(before).isBetween(1L, 99L);

            Reencryption.Progress end = keys.reencrypt(progress -> {});

            assertThat(end.total()).isEqualTo(100 - before);
            assertThat(end.done()).isEqualTo(100 - before);
            assertThat(value(store, "KEY_99")).isEqualTo("value 99");
        }
    }

    @Test
    void twoMayEncryptAgainAtTheSameTime() throws Exception {
        try (SecretStore store = open(keyset);
                DatabaseKeys keys = openKeys();
                DatabaseKeys others = openKeys();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 300; i++) {
                write(store, "KEY_" + i, "value " + i);
            }
            keys.makePrimary(keys.add());

            Future<Reencryption.Progress> one = threads.submit(() -> keys.reencrypt(progress -> {}));
            Future<Reencryption.Progress> other = threads.submit(() -> others.reencrypt(progress -> {}));

            assertThat(one.get().done() + other.get().done()).isEqualTo(300);
            for (int i = 0; i < 300; i++) {
                assertThat(value(store, "KEY_" + i)).isEqualTo("value " + i);
            }
        }
    }

    @Test
    void aWriteThatHangsHoldsUpNeitherOthersNorTheRotationForGood() throws Exception {
        try (SecretStore store = open(keyset);
                DatabaseKeys keys = openKeys();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection hanging = DriverManager.getConnection(access.url(), access.user(), access.password())) {
            write(store, "KEY", "value");
            long oldKey = keys.list().getFirst().id();
            long newKey = keys.add();
            keys.makePrimary(newKey);
            try (SecretStore replica = open(keyset)) {
                write(replica, "NEW", "value");
                hanging.setAutoCommit(false);
                hanging.createStatement()
                        .execute("select 1 from encryption_key where key_id = %d for share"
                                .formatted(Math.max(oldKey, newKey)));
                hanging.createStatement().execute("select 1 from secret_version where path = 'KEY' for update");
                Future<Reencryption.Progress> rotation = threads.submit(() -> keys.reencrypt(progress -> {}));
                // With the key that is locked first, while the other one is waited for.
                SecretStore writer = oldKey < newKey ? store : replica;
                for (int i = 0; i < 20; i++) {
                    write(writer, "OTHER", "value " + i);
                    Thread.sleep(100);
                }
                assertThat(rotation).isNotDone();

                hanging.rollback();

                rotation.get();
            }
            assertThat(keys.list()).extracting(DatabaseKeys.Key::rows).startsWith(0L);
            assertThat(value(store, "KEY")).isEqualTo("value");
        }
    }

    @Test
    void aValueThatDoesNotDecryptIsLeftAndCounted() {
        try (SecretStore store = open(keyset);
                DatabaseKeys keys = openKeys()) {
            write(store, "FINE", "value");
            write(store, "BROKEN", "value");
            server.execute(access.database(), "update secret_version set ciphertext = '\\x0102' where path = 'BROKEN'");
            long old = keys.list().getFirst().id();
            keys.makePrimary(keys.add());

            Reencryption.Progress end = keys.reencrypt(progress -> {});

            assertThat(end.done()).isEqualTo(1);
            assertThat(end.total()).isEqualTo(2);
            assertThat(end.undecryptable()).isEqualTo(1);
            assertThat(value(store, "FINE")).isEqualTo("value");
            assertThat(keys.prune()).doesNotContain(old);
        }
    }

    @Test
    void aKeyThatTheKeysetLacksIsShownAndStopsARotation() {
        try (SecretStore store = open(keyset);
                DatabaseKeys keys = openKeys()) {
            write(store, "KEY", "value");
            write(store, "LOST", "value");
            server.execute(access.database(), "insert into encryption_key (key_id) values (7)");
            server.execute(access.database(), "update secret_version set key_id = 7 where path = 'LOST'");

            assertThat(keys.list()).contains(new DatabaseKeys.Key(7, DatabaseKeys.Status.MISSING, 1));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(keys::add)
                    .withMessageContaining("does not hold (7)");
            assertThat(store.health().available()).isFalse();
            assertThat(value(store, "KEY")).isEqualTo("value");
        }
    }

    @Test
    void aSourceIsNotAskedForEveryValueOfALostKey() {
        AtomicInteger asked = new AtomicInteger();
        String json = keyset.read().reveal();
        CredentialSource counting = credential("a keyset", () -> {
            asked.incrementAndGet();
            return json;
        });
        try (SecretStore store = open(counting)) {
            write(store, "KEY", "value");
            server.execute(
                    access.database(), "update secret_version set ciphertext = '\\x01000000070000' where path = 'KEY'");
            int before = asked.get();
            for (int i = 0; i < 20; i++) {
                assertThat(unavailable(store, "KEY")).contains("a key that the keyset does not hold");
            }
            assertThat(asked.get() - before).isBetween(1, 10);
        }
    }

    private SecretStore open(CredentialSource source) {
        return PostgresDatabase.open(STORE, settings(access, source));
    }

    private DatabaseKeys openKeys() {
        return PostgresDatabase.openKeys(STORE, settings(access, keyset), keyset);
    }

    private static void put(SecretStore store, String path, String value, Map<String, String> written) {
        write(store, path, value);
        written.put(path, value);
    }
}
