package io.sparksecrets.store.database;

import static io.sparksecrets.store.database.PostgresFixture.STORE;
import static io.sparksecrets.store.database.PostgresFixture.credential;
import static io.sparksecrets.store.database.PostgresFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretVersion;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.testing.PostgresDatabaseAccess;
import io.sparksecrets.testing.PostgresServer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a store on PostgreSQL is opened, what is said when it cannot be, and what the contract cannot see. */
@SuppressWarnings("NullAway.Init")
class PostgresDatabaseTest {

    private final PostgresServer server = PostgresServer.shared();
    private final CredentialSource keyset = PostgresFixture.newKeyset();

    private PostgresDatabaseAccess access;

    @BeforeEach
    void create() {
        access = server.createDatabase();
    }

    @Test
    void replicasThatStartAtTheSameTimeMakeTheTablesOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SecretStore>> opening = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                opening.add(threads.submit(() -> PostgresDatabase.open(STORE, settings(access, keyset))));
            }
            for (int i = 0; i < opening.size(); i++) {
                try (SecretStore replica = opening.get(i).get()) {
                    PostgresFixture.write(replica, "KEY_" + i, "value");
                    assertThat(replica.list("", "", 10)).hasSize(i + 1);
                    assertThat(replica.health().available()).isTrue();
                }
            }
        }
    }

    @Test
    void whatWasWrittenIsReadByAnotherReplica() {
        try (SecretStore one = open();
                SecretStore other = open()) {
            PostgresFixture.write(one, "team/KEY", "value");

            assertThat(PostgresFixture.value(other, "team/KEY")).isEqualTo("value");
        }
    }

    @Test
    void onlyTheNewestVersionsAreKept() {
        PostgresSettings three = new PostgresSettings(
                access.url(), Optional.of(access.user()), password(access.password()), keyset, 3, 5);
        try (SecretStore store = PostgresDatabase.open(STORE, three)) {
            for (int i = 1; i <= 5; i++) {
                PostgresFixture.write(store, "KEY", "value " + i);
            }
            PostgresFixture.write(store, "OTHER", "one");

            assertThat(store.versions("KEY")).extracting(SecretVersion::version).containsExactly(5L, 4L, 3L);
            ReadRequest second = new ReadRequest("KEY", OptionalLong.of(2));
            assertThat(store.read(List.of(second)).get(second))
                    .isInstanceOfSatisfying(
                            ReadResult.NotFound.class,
                            missing -> assertThat(missing.why()).contains("no version 2", "newest is 5"));
            store.delete("KEY");
            store.restore("KEY");
            assertThat(store.versions("KEY")).hasSize(3);
            store.delete("KEY");
            PostgresFixture.write(store, "KEY", "after a deletion");
            assertThat(store.versions("KEY")).extracting(SecretVersion::version).containsExactly(6L);
        }
        assertThat(count("secret_version")).isEqualTo(2);
    }

    @Test
    void aRowThatWasCopiedToAnotherPathDoesNotDecrypt() {
        try (SecretStore store = open()) {
            PostgresFixture.write(store, "team-a/KEY", "hunter2");
            PostgresFixture.write(store, "team-b/KEY", "other");
            server.execute(
                    access.database(),
                    "update secret_version set ciphertext ="
                            + " (select ciphertext from secret_version where path = 'team-a/KEY') where path = 'team-b/KEY'");

            assertThat(PostgresFixture.unavailable(store, "team-b/KEY"))
                    .contains("version 1 of \"team-b/KEY\" does not decrypt", "copied from another path or version")
                    .doesNotContain("hunter2");
            assertThat(PostgresFixture.value(store, "team-a/KEY")).isEqualTo("hunter2");
        }
    }

    @Test
    void aServerWhoseAuthorityIsGivenIsTrusted() {
        String url = access.url() + "?sslmode=verify-full&sslrootcert=" + server.caCertificate();
        try (SecretStore store = open(url)) {
            PostgresFixture.write(store, "KEY", "value");

            assertThat(PostgresFixture.value(store, "KEY")).isEqualTo("value");
            assertThat(count("pg_stat_ssl s join pg_stat_activity a using (pid) where s.ssl and a.usename = '"
                            + access.user() + "'"))
                    .isPositive();
        }
    }

    @Test
    void aServerOfAnotherAuthorityOrNameIsRefused(@TempDir Path directory) throws Exception {
        try (PostgresServer another = PostgresServer.start(PostgresServer.NEWEST)) {
            Path otherAuthority = Files.copy(another.caCertificate(), directory.resolve("ca.crt"));

            assertThat(refusal(access.url() + "?sslmode=verify-full&sslrootcert=" + otherAuthority))
                    .contains("localhost:" + server.port(), "TLS with it fails");
        }
        assertThat(refusal(access.url().replace("localhost", "127.0.0.1") + "?sslmode=verify-full&sslrootcert="
                        + server.caCertificate()))
                .contains("127.0.0.1", "check the parameters of the URL");
        assertThat(refusal(access.url() + "?sslmode=verify-full&sslrootcert=" + directory.resolve("none.crt")))
                .contains("check the parameters of the URL and the files that it names")
                .doesNotContain("none.crt");
    }

    @Test
    void aWrongPasswordIsToldWithUserAndHostAndWithoutThePassword() {
        assertThat(refusal(new PostgresSettings(
                        access.url(), Optional.of(access.user()), password("hunter2"), keyset, 10, 5)))
                .contains(
                        access.user(), "localhost:" + server.port(), "password authentication failed", "check the user")
                .doesNotContain("hunter2");
        assertThat(refusal(new PostgresSettings(
                        access.url() + "?password=hunter2",
                        Optional.of(access.user()),
                        Optional.empty(),
                        keyset,
                        10,
                        5)))
                .contains(access.user(), "localhost:" + server.port(), "password authentication failed")
                .doesNotContain("hunter2");
    }

    @Test
    void thePasswordMayStandInTheUrlButNotInTwoPlaces() {
        String url = access.url() + "?password=" + access.password();
        PostgresSettings onlyThere =
                new PostgresSettings(url, Optional.of(access.user()), Optional.empty(), keyset, 10, 5);
        try (SecretStore store = PostgresDatabase.open(STORE, onlyThere)) {
            assertThat(store.health().available()).isTrue();
            assertThat(store.health().detail()).doesNotContain(access.password());
        }

        assertThat(refusal(url))
                .contains("holds a password", "take it out of the URL")
                .doesNotContain(access.password());
        assertThat(onlyThere.toString()).doesNotContain(access.password());
    }

    @Test
    void whatIsNoUrlOfPostgresqlIsRefusedWithoutQuotingIt() {
        StringBuilder logged = new StringBuilder();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logRecord) {
                logged.append(logRecord.getMessage()).append(Arrays.toString(logRecord.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger driver = Logger.getLogger("org.postgresql");
        driver.addHandler(handler);
        try {
            for (String url : List.of(
                    "",
                    "localhost",
                    "jdbc:mysql://h/hunter2",
                    "jdbc:postgresql://h:hunter2/d",
                    "jdbc:postgresql://user:hunter2@h/d")) {
                assertThat(refusal(url))
                        .contains("is no JDBC URL of PostgreSQL")
                        .doesNotContain("hunter2");
            }
        } finally {
            driver.removeHandler(handler);
        }
        assertThat(logged).isEmpty();
    }

    @Test
    void aDatabaseThatDoesNotExistIsNamed() {
        assertThat(refusal(access.url() + "_missing"))
                .contains("database \"" + access.database() + "_missing\" does not exist", "create the database");
    }

    @Test
    void whereNobodyListensTheConnectionIsRefused() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertThat(refusal("jdbc:postgresql://localhost:" + port + "/db")).contains("localhost:" + port, "refused");
    }

    @Test
    void aUserWhoMayNotMakeTablesIsToldWhoMayLetHim() {
        server.execute(access.database(), "alter schema public owner to postgres");
        String grant = "grant usage, create on schema \"public\" to \"%s\"".formatted(access.user());

        assertThat(refusal(access.url())).contains("the user may not make them").endsWith("run: " + grant);

        server.execute(access.database(), "revoke all on schema public from public");
        assertThat(refusal(access.url())).endsWith("run: " + grant);

        server.execute(access.database(), grant);
        try (SecretStore store = open()) {
            assertThat(store.health().available()).isTrue();
        }
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() {
        open().close();
        server.execute(access.database(), """
                insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by,
                  execution_time, success) values (99, '99', 'x', 'SQL', 'x', 'x', 1, true)
                """);

        assertThat(refusal(access.url())).contains("written by a newer version of Spark Secrets");
    }

    @Test
    void aDatabaseWithOtherTablesIsLeftAlone() {
        server.execute(access.database(), "create table invoice (id int)");

        assertThat(refusal(access.url())).contains("holds other tables than those of Spark Secrets");
        assertThat(count("information_schema.tables where table_schema = 'public'"))
                .isEqualTo(1);
    }

    @Test
    void aKeysetThatIsMissingUnusableOrAnotherOneIsToldAndNeverMadeNorQuoted() {
        CredentialSource missing = credential("the file /keys/keyset.json", () -> {
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "there is no file /keys/keyset.json");
        });
        assertThat(refusal(settings(access, missing))).contains("there is no file /keys/keyset.json");
        assertThat(refusal(settings(access, credential("the file /keys/keyset.json", () -> "hunter2"))))
                .contains("the file /keys/keyset.json holds no usable Tink keyset")
                .doesNotContain("hunter2");
        try (SecretStore store = open()) {
            PostgresFixture.write(store, "KEY", "value");
        }
        assertThat(refusal(settings(access, PostgresFixture.newKeyset())))
                .contains("was written with another keyset than the keyset of a test holds");
    }

    private SecretStore open() {
        return PostgresDatabase.open(STORE, settings(access, keyset));
    }

    private SecretStore open(String url) {
        return PostgresDatabase.open(STORE, settings(access, url, credential("a test", access::password), keyset));
    }

    private String refusal(String url) {
        return refusal(settings(access, url, credential("a test", access::password), keyset));
    }

    private static String refusal(PostgresSettings settings) {
        List<String> message = new ArrayList<>();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> PostgresDatabase.open(STORE, settings).close())
                .withNoCause()
                .satisfies(e -> message.add(e.getMessage()));
        return message.getFirst();
    }

    private static Optional<CredentialSource> password(String password) {
        return Optional.of(credential("a test", () -> password));
    }

    private long count(String from) {
        return server.count(access.database(), from);
    }
}
