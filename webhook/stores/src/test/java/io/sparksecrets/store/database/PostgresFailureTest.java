package io.sparksecrets.store.database;

import static io.sparksecrets.store.database.PostgresFixture.STORE;
import static io.sparksecrets.store.database.PostgresFixture.credential;
import static io.sparksecrets.store.database.PostgresFixture.settings;
import static io.sparksecrets.store.database.PostgresFixture.unavailable;
import static io.sparksecrets.store.database.PostgresFixture.value;
import static io.sparksecrets.store.database.PostgresFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.OpeningStore;
import io.sparksecrets.store.OutageBehindACache;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.testing.PostgresDatabaseAccess;
import io.sparksecrets.testing.PostgresServer;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.TcpProxy;
import io.sparksecrets.testing.Waiting;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a store says while its PostgreSQL fails, how long that takes, and that it recovers by itself. */
@SuppressWarnings("NullAway.Init")
@Timeout(120)
class PostgresFailureTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of three seconds, with what a busy machine adds. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(8);

    private static PostgresServer server;

    private final CredentialSource keyset = PostgresFixture.newKeyset();
    private PostgresDatabaseAccess access;

    @BeforeAll
    static void start() throws Exception {
        server = RealServer.start(() -> PostgresServer.start(PostgresServer.NEWEST));
    }

    @AfterAll
    static void end() throws Exception {
        server.close();
    }

    @BeforeEach
    void create() {
        access = server.createDatabase();
    }

    @Test
    void aServerThatIsDownAtStartIsConnectedToWhenItIsUp() throws Exception {
        server.stop();
        try (OpeningStore store =
                new OpeningStore(STORE, () -> PostgresDatabase.open(STORE, settings(access, keyset)))) {
            store.open();
            assertThat(unavailable(store, "KEY")).contains("localhost:" + server.port(), "refused");

            server.start();

            Waiting.until("the store to open", PATIENCE, () -> store.health().available());
            write(store, "KEY", "value");
            assertThat(value(store, "KEY")).isEqualTo("value");
        } finally {
            ensureRunning();
        }
    }

    @Test
    void aServerThatIsKilledAmongReadsAndStartedAgainIsReadAgain() throws Exception {
        try (SecretStore store = open();
                ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            write(store, "KEY", "value");
            List<Future<String>> reading = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                reading.add(readers.submit(() -> {
                    String answer = value(store, "KEY");
                    while (answer.equals("value")) {
                        answer = value(store, "KEY");
                    }
                    return answer;
                }));
            }

            server.kill();

            for (Future<String> reader : reading) {
                assertThat(reader.get()).contains("Unavailable", "localhost:" + server.port(), "cannot be used now");
            }
            assertThat(store.health().available()).isFalse();
            server.start();
            Waiting.until(
                    "it to be read again", PATIENCE, () -> value(store, "KEY").equals("value"));
            write(store, "KEY", "after");
            assertThat(value(store, "KEY")).isEqualTo("after");
        } finally {
            ensureRunning();
        }
    }

    @Test
    void whileItIsKilledWhatWasReadBeforeGoesOnAndTheRestIsTold() throws Exception {
        try {
            OutageBehindACache.check(open(), server::kill, server::start, "localhost:" + server.port());
        } finally {
            ensureRunning();
        }
    }

    @Test
    void connectionsThatAFailoverEndedAreReplaced() throws Exception {
        try (SecretStore store = open()) {
            write(store, "KEY", "value");

            server.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + access.user() + "'");

            Waiting.until(
                    "it to be read again", PATIENCE, () -> value(store, "KEY").equals("value"));
        }
    }

    @Test
    void aTableThatIsLockedForLongMakesAReadFailInTime() throws Exception {
        try (SecretStore store = open();
                Connection other = server.connect(access.database());
                Statement statement = other.createStatement()) {
            write(store, "KEY", "value");
            other.setAutoCommit(false);
            statement.execute("lock table secret_store in access exclusive mode");

            assertThat(timed(() -> unavailable(store, "KEY"))).contains("canceling statement due to user request");

            other.rollback();
            assertThat(value(store, "KEY")).isEqualTo("value");
        }
    }

    @Test
    void aNetworkThatSwallowsEverythingMakesAReadFailInTime() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port());
                SecretStore store = PostgresDatabase.open(STORE, settings(access.through(proxy.port()), keyset))) {
            write(store, "KEY", "value");
            assertThat(value(store, "KEY")).isEqualTo("value");

            proxy.swallow();

            assertThat(timed(() -> unavailable(store, "KEY")))
                    .contains("localhost:" + proxy.port(), "cannot be used now");
            assertThat(timed(() -> unavailable(store, "KEY"))).contains("cannot be used now");
            proxy.passOn();
            Waiting.until(
                    "it to be read again", PATIENCE, () -> value(store, "KEY").equals("value"));
        }
    }

    @Test
    void aServerThatSwallowsEverythingAtStartIsGivenUpInTime() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            proxy.swallow();
            try (OpeningStore store = new OpeningStore(
                    STORE, () -> PostgresDatabase.open(STORE, settings(access.through(proxy.port()), keyset)))) {
                store.open();

                assertThat(timed(() -> unavailable(store, "KEY"))).contains("localhost:" + proxy.port());

                proxy.passOn();
                Waiting.until(
                        "the store to open", PATIENCE, () -> store.health().available());
            }
        }
    }

    @Test
    void connectionsThatAreResetAreReplaced() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port());
                SecretStore store = PostgresDatabase.open(STORE, settings(access.through(proxy.port()), keyset))) {
            write(store, "KEY", "value");

            proxy.reset();

            Waiting.until(
                    "it to be read again", PATIENCE, () -> value(store, "KEY").equals("value"));
        }
    }

    @Test
    void whenAllConnectionsAreTakenAReadFailsInTimeAndOthersSucceedLater() throws Exception {
        PostgresSettings two = new PostgresSettings(
                access.url(),
                Optional.of(access.user()),
                Optional.of(credential("a test", access::password)),
                keyset,
                10,
                2);
        try (SecretStore store = PostgresDatabase.open(STORE, two);
                Connection other = server.connect(access.database());
                Statement statement = other.createStatement();
                ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            write(store, "KEY", "value");
            other.setAutoCommit(false);
            statement.execute("lock table secret_store in access exclusive mode");

            List<Future<String>> reads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                reads.add(readers.submit(() -> timed(() -> unavailable(store, "KEY"))));
            }
            List<String> answers = new ArrayList<>();
            for (Future<String> read : reads) {
                answers.add(read.get());
            }

            assertThat(answers).anyMatch(answer -> answer.contains("no connection to it was free"));
            other.rollback();
            assertThat(value(store, "KEY")).isEqualTo("value");
        }
    }

    @Test
    void aPasswordThatWasChangedIsTakenForNewConnections() throws Exception {
        AtomicReference<String> password = new AtomicReference<>(access.password());
        try (SecretStore store = PostgresDatabase.open(
                STORE, settings(access, access.url(), credential("a test", password::get), keyset))) {
            write(store, "KEY", "value");
            server.execute("alter role %s password 'another'".formatted(access.user()));
            Waiting.until("the old password to be refused", PATIENCE, () -> {
                // Again and again, for one may be half open when the password changes.
                server.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = '"
                        + access.user() + "'");
                return unavailable(store, "KEY").contains("password authentication failed");
            });

            password.set("another");

            Waiting.until(
                    "it to be read again", PATIENCE, () -> value(store, "KEY").equals("value"));
        }
    }

    private SecretStore open() {
        return PostgresDatabase.open(STORE, settings(access, keyset));
    }

    private static String timed(Supplier<String> read) {
        long start = System.nanoTime();
        String answer = read.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST_READ);
        return answer;
    }

    private static void ensureRunning() throws Exception {
        try {
            server.start();
        } catch (IllegalStateException e) {
            // It is running.
        }
    }
}
