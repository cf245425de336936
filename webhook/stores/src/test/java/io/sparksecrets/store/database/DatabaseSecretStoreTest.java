package io.sparksecrets.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.testing.CapturedLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract cannot see: the rows behind the store, and what happens when the database fails. */
@SuppressWarnings("NullAway.Init")
class DatabaseSecretStoreTest {

    private static final String VALUE = "correct horse battery staple";

    @TempDir
    Path directory;

    private SecretStore store;

    @BeforeEach
    void open() {
        store = EmbeddedDatabase.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aRowThatWasCopiedToAnotherPathIsReportedAndDoesNotHideOthers() throws Exception {
        write("team-a/KEY", VALUE);
        write("team-b/KEY", "other");
        write("team-b/FINE", "fine");
        execute(
                "update secret_version set ciphertext = (select ciphertext from secret_version where path = 'team-a/KEY')"
                        + " where path = 'team-b/KEY'");

        Map<ReadRequest, ReadResult> results =
                store.read(List.of(ReadRequest.newest("team-b/KEY"), ReadRequest.newest("team-b/FINE")));

        assertThat(results.get(ReadRequest.newest("team-b/KEY")))
                .isInstanceOfSatisfying(
                        ReadResult.Unavailable.class,
                        result -> assertThat(result.why())
                                .contains(
                                        "version 1 of \"team-b/KEY\" does not decrypt",
                                        "copied from another path or version")
                                .doesNotContain("horse"));
        assertThat(results.get(ReadRequest.newest("team-b/FINE"))).isInstanceOf(ReadResult.Text.class);
    }

    @Test
    void anOldVersionThatWasCopiedOverANewerOneIsReported() throws Exception {
        write("KEY", VALUE);
        write("KEY", "newer");
        execute("update secret_version set ciphertext = (select ciphertext from secret_version where version = 1)"
                + " where version = 2");

        assertThat(read("KEY"))
                .isInstanceOfSatisfying(
                        ReadResult.Unavailable.class,
                        result -> assertThat(result.why()).contains("version 2 of \"KEY\" does not decrypt"));
    }

    @Test
    void aDeletionKeepsTheRows() throws Exception {
        write("KEY", VALUE);
        write("KEY", "newer");

        store.delete("KEY");

        assertThat(ciphertexts()).hasSize(2);
    }

    @Test
    void aDatabaseThatFailsIsUnavailableAndSaysHow() throws Exception {
        write("KEY", VALUE);
        execute("drop table secret_version");

        assertThat(read("KEY")).isInstanceOfSatisfying(ReadResult.Unavailable.class, result -> {
            assertThat(result.inFull())
                    .contains("the embedded database " + directory, "SECRET_VERSION")
                    .doesNotContain("select");
            assertThat(result.why()).isEqualTo("the database cannot be used now (SQL state 42S02)");
        });
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> write("KEY", VALUE))
                .withMessageContaining("cannot be used now")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.UNAVAILABLE));
        assertThat(store.health().available()).isFalse();
        assertThat(store.health().detail()).contains("cannot be used now");
    }

    @Test
    void aClosedStoreIsUnavailable() {
        write("KEY", VALUE);

        store.close();

        assertThat(read("KEY")).isInstanceOf(ReadResult.Unavailable.class);
        assertThat(store.health().available()).isFalse();
    }

    @Test
    void aKeysetThatWasReplacedUnderARunningStoreIsNoticedByHealth() throws Exception {
        write("KEY", VALUE);
        execute("insert into encryption_key (key_id) values (1)");
        execute("update secret_version set ciphertext = X'01000000017766', key_id = 1");

        assertThat(store.health().available()).isFalse();
        assertThat(store.health().detail()).contains("the keyset does not fit");
        assertThat(read("KEY"))
                .isInstanceOfSatisfying(
                        ReadResult.Unavailable.class,
                        result -> assertThat(result.why()).contains("a key that the keyset does not hold"));
    }

    @Test
    void neitherLogsNorFailuresHoldAValueACiphertextOrAKey() throws Exception {
        String keyset = Files.readString(directory.resolve("keyset.json"));
        String keyMaterial = keyset.replaceAll("(?s).*\"value\":\"([^\"]*)\".*", "$1");
        assertThat(keyMaterial).hasSizeGreaterThan(40).doesNotContain("{");
        StringBuilder said = new StringBuilder();
        List<byte[]> ciphertexts;
        try (CapturedLog log = new CapturedLog()) {
            store.close();
            store = EmbeddedDatabase.open(directory);
            write("KEY", VALUE);
            write("OTHER", VALUE);
            said.append(read("KEY"));
            said.append(store.list("", "", 10)).append(store.versions("KEY"));
            said.append(failure(() -> store.write("KEY", SecretValue.of(VALUE), OptionalLong.of(7), "bob")));
            said.append(failure(() -> write("no path", VALUE)));
            said.append(failure(() -> write("LONG", VALUE.repeat(100_000))));
            said.append(failure(() -> write("HALF", VALUE + "\uD83D")));
            ciphertexts = ciphertexts();
            execute("alter table secret_version add constraint small check (octet_length(ciphertext) < 100)");
            said.append(failure(() -> write("LONGER", VALUE.repeat(10))));
            execute(
                    "update secret_version set ciphertext = (select ciphertext from secret_version where path = 'KEY')");
            said.append(read("OTHER"));
            execute("update secret_store set version = 0 where path = 'KEY'");
            said.append(failure(() -> write("KEY", VALUE)));
            execute("drop table secret_version");
            said.append(read("KEY"));
            said.append(failure(() -> write("KEY", VALUE)));
            execute("drop table secret_store");
            said.append(failure(() -> write("KEY", VALUE)));
            store.close();
            Files.writeString(directory.resolve("keyset.json"), keyset.substring(1));
            said.append(failure(() -> EmbeddedDatabase.open(directory).close()));

            assertThat(log.loggers()).anyMatch(name -> name.startsWith("com.zaxxer.hikari"));
            said.append(log.text());
        }

        assertThat(said.length()).isGreaterThan(1000);
        assertThat(ciphertexts).hasSize(2);
        assertThat(said).doesNotContain(VALUE, "horse", keyMaterial);
        for (byte[] ciphertext : ciphertexts) {
            byte[] part = Arrays.copyOfRange(ciphertext, 5, 17);
            assertThat(said)
                    .doesNotContainIgnoringCase(HexFormat.of().formatHex(part))
                    .doesNotContain(Base64.getEncoder().encodeToString(part))
                    .doesNotContain(new String(part, StandardCharsets.ISO_8859_1))
                    .doesNotContain(Arrays.toString(part).replaceAll("[\\[\\]]", ""));
        }
    }

    /** The failure with its stack trace and causes, as a log would show it. */
    private static String failure(Runnable action) {
        try {
            action.run();
        } catch (StoreException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            return trace.toString();
        }
        throw new AssertionError("it did not fail");
    }

    private void write(String path, String value) {
        store.write(path, SecretValue.of(value), OptionalLong.empty(), "ann");
    }

    private ReadResult read(String path) {
        ReadResult result = store.read(List.of(ReadRequest.newest(path))).get(ReadRequest.newest(path));
        if (result == null) {
            throw new AssertionError("no answer for " + path);
        }
        return result;
    }

    private List<byte[]> ciphertexts() throws Exception {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement("select ciphertext from secret_version");
                ResultSet rows = statement.executeQuery()) {
            List<byte[]> ciphertexts = new ArrayList<>();
            while (rows.next()) {
                ciphertexts.add(rows.getBytes(1));
            }
            return ciphertexts;
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As another process would connect. */
    private Connection connect() throws Exception {
        return DriverManager.getConnection(
                "jdbc:h2:async:" + directory.resolve("database/secrets") + ";AUTO_SERVER=TRUE", "spark_secrets", "");
    }
}
