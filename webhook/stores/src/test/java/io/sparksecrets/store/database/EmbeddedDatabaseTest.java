package io.sparksecrets.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the embedded database is opened, kept to its owner, and what is said when it cannot be opened. */
@SuppressWarnings("NullAway.Init")
class EmbeddedDatabaseTest {

    private static final String KEYSET_OF_ANOTHER_KIND = """
            {"primaryKeyId": 1, "key": [{"keyData": {"typeUrl": "type.googleapis.com/google.crypto.tink.HmacKey",
             "value": "EgQIAxAQGiC3cGFzc3dvcmQtbm90LWEta2V5LWF0LWFsbC0wMDA=", "keyMaterialType": "SYMMETRIC"},
             "status": "ENABLED", "keyId": 1, "outputPrefixType": "TINK"}]}
            """;

    @TempDir
    Path directory;

    @Test
    void whatWasWrittenIsThereAfterItIsClosedAndOpenedAgain() {
        try (SecretStore store = EmbeddedDatabase.open(directory)) {
            write(store, "KEY", "kept");
        }

        try (SecretStore store = EmbeddedDatabase.open(directory)) {
            assertThat(read(store, "KEY")).isEqualTo("kept");
            assertThat(store.health().available()).isTrue();
        }
    }

    @Test
    void aDirectoryThatDoesNotExistIsMadeForItsOwnerOnly() throws IOException {
        Path fresh = directory.resolve("spark/secrets");

        EmbeddedDatabase.open(fresh).close();

        assertThat(mode(fresh)).isEqualTo("rwx------");
        assertThat(mode(fresh.resolve("database"))).isEqualTo("rwx------");
        assertThat(mode(fresh.resolve("keyset.json"))).isEqualTo("rw-------");
    }

    @Test
    void inADirectoryThatIsOpenToOthersTheDatabaseIsNot() throws IOException {
        Files.createDirectory(directory.resolve("database"));
        Files.setPosixFilePermissions(directory.resolve("database"), PosixFilePermissions.fromString("rwxrwxrwx"));

        EmbeddedDatabase.open(directory).close();

        assertThat(mode(directory.resolve("database"))).isEqualTo("rwx------");
    }

    @Test
    void noFileHoldsAValueInTheClear() throws IOException {
        try (SecretStore store = EmbeddedDatabase.open(directory)) {
            write(store, "KEY", "correct horse battery staple");
        }

        List<Path> files = files();
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain("battery staple");
        }
    }

    @Test
    void theDatabaseIsServedOnTheLoopbackInterfaceOnly() throws IOException {
        try (SecretStore store = EmbeddedDatabase.open(directory)) {
            Properties lock = new Properties();
            try (var reader = Files.newBufferedReader(directory.resolve("database/secrets.lock.db"))) {
                lock.load(reader);
            }
            String[] server = lock.getProperty("server").split(":", 2);
            int port = Integer.parseInt(server[1]);

            assertThat(InetAddress.getByName(server[0]).isLoopbackAddress()).isTrue();
            assertThat(accepts(InetAddress.getByName(server[0]), port)).isTrue();
            List<InetAddress> others = addressesBesidesLoopback();
            assumeTrue(!others.isEmpty(), "this machine has the loopback interface only");
            assertThat(others).noneMatch(address -> accepts(address, port));
            assertThat(store.health().available()).isTrue();
        }
    }

    @Test
    void theSameProcessMayOpenItTwice() {
        try (SecretStore one = EmbeddedDatabase.open(directory);
                SecretStore other = EmbeddedDatabase.open(directory)) {
            write(one, "KEY", "shared");

            assertThat(read(other, "KEY")).isEqualTo("shared");
        }
    }

    @Test
    void threadsThatOpenItForTheFirstTimeAtTheSameMomentGetTheSameDatabase() throws Exception {
        List<Future<DatabaseSecretStore>> opened = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                opened.add(threads.submit(() -> EmbeddedDatabase.open(directory)));
            }
        }
        write(opened.getFirst().get(), "KEY", "shared");
        for (Future<DatabaseSecretStore> store : opened) {
            assertThat(read(store.get(), "KEY")).isEqualTo("shared");
        }
        for (Future<DatabaseSecretStore> store : opened) {
            store.get().close();
        }
    }

    @Test
    void aThreadThatIsInterruptedDoesNotBreakTheDatabaseForOthers() throws Exception {
        try (SecretStore store = EmbeddedDatabase.open(directory)) {
            write(store, "KEY", "x".repeat(100_000));
            for (int i = 0; i < 20; i++) {
                int round = i;
                Thread thread = Thread.ofVirtual().start(() -> {
                    Thread.currentThread().interrupt();
                    try {
                        write(store, "KEY_" + round, "y".repeat(10_000));
                    } catch (StoreException e) {
                        assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
                    }
                });
                thread.join();
                write(store, "AFTER", "round " + round);
                assertThat(read(store, "AFTER")).isEqualTo("round " + round);
            }
        }
    }

    @Test
    void aDataDirectoryThatIsAFileIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(refusal(file))
                .contains("the data directory " + file, "name a directory that this process can write to");
        assertThat(refusal(file.resolve("below"))).contains("the data directory " + file.resolve("below"));
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenIsRefused() throws IOException {
        Path readOnly = Path.of("/proc/1/spark-secrets");
        assumeTrue(Files.isDirectory(Path.of("/proc/1")), "needs a directory that not even root can write to");

        assertThat(refusal(readOnly))
                .contains("the data directory " + readOnly, "name a directory that this process can write to");
    }

    @Test
    void aDataDirectoryWithASemicolonIsRefusedBecauseH2WouldReadSettingsFromIt() {
        assertThat(refusal(directory.resolve("a;INIT=DROP ALL OBJECTS")))
                .contains("semicolon", "choose another directory");
        assertThat(directory.resolve("a;INIT=DROP ALL OBJECTS")).doesNotExist();
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndKept() throws IOException {
        EmbeddedDatabase.open(directory).close();
        for (String content : List.of("", "hello", "hello ".repeat(10_000))) {
            Files.writeString(databaseFile(), content);

            if (content.isEmpty()) {
                // H2 takes an empty file for a new database, and nothing is lost by that.
                EmbeddedDatabase.open(directory).close();
            } else {
                assertThat(refusal(directory))
                        .contains("the embedded database " + databaseFile(), "restore it from a backup");
                assertThat(databaseFile()).hasContent(content);
            }
        }
    }

    @Test
    void aDamagedDatabaseIsRefused() throws IOException {
        try (SecretStore store = EmbeddedDatabase.open(directory)) {
            for (int i = 0; i < 50; i++) {
                write(store, "KEY_" + i, "x".repeat(1000));
            }
        }
        byte[] bytes = Files.readAllBytes(databaseFile());
        for (int i = 0; i < bytes.length; i += 7) {
            bytes[i] ^= 0x55;
        }
        Files.write(databaseFile(), bytes);

        assertThat(refusal(directory))
                .contains("the embedded database " + databaseFile(), "damaged", "restore it from a backup");
    }

    @Test
    void aDatabaseOfAnotherProgramIsRefused() throws Exception {
        EmbeddedDatabase.open(directory).close();
        Files.delete(databaseFile());
        execute("sa", "create table invoice (id int)");
        assertThat(refusal(directory)).contains("was not made by Spark Secrets", "move it away");

        Files.delete(databaseFile());
        execute("spark_secrets", "create table invoice (id int)");
        assertThat(refusal(directory)).contains("holds other tables than those of Spark Secrets");
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() throws Exception {
        EmbeddedDatabase.open(directory).close();
        execute("spark_secrets", """
                insert into "flyway_schema_history" ("installed_rank", "version", "description", "type", "script",
                  "installed_by", "execution_time", "success") values (99, '99', 'x', 'SQL', 'x', 'x', 1, true)
                """);

        assertThat(refusal(directory)).contains("written by a newer version of Spark Secrets");
    }

    @Test
    void aMissingKeysetIsNotReplacedWhereThereIsADatabase() throws IOException {
        EmbeddedDatabase.open(directory).close();
        Files.delete(keyset());

        assertThat(refusal(directory)).contains("the keyset " + keyset() + " is missing", "restore it from a backup");
        assertThat(keyset()).doesNotExist();
    }

    @Test
    void theKeysetOfAnotherDatabaseIsRefused() throws IOException {
        try (SecretStore store = EmbeddedDatabase.open(directory)) {
            write(store, "KEY", "x");
        }
        Files.delete(keyset());
        new KeysetFile(keyset()).create();

        assertThat(refusal(directory)).contains("another keyset than " + keyset(), "put the keyset back");
    }

    @Test
    void aKeysetThatIsNoneIsRefusedWithoutQuotingIt() throws IOException {
        EmbeddedDatabase.open(directory).close();
        String good = Files.readString(keyset());
        for (String content :
                List.of("", "{}", "hunter2", "{\"hunter2\": 1}", KEYSET_OF_ANOTHER_KIND, good.substring(10))) {
            Files.writeString(keyset(), content);
            assertThat(refusal(directory))
                    .contains(
                            "the file " + keyset() + " holds no usable Tink keyset", "restore the keyset from a backup")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void aKeysetThatCannotBeReadIsRefused() throws IOException {
        EmbeddedDatabase.open(directory).close();
        Files.delete(keyset());
        Files.createDirectory(keyset());

        assertThat(refusal(directory))
                .contains("the keyset in the file " + keyset() + " cannot be read", "check its owner and mode");
    }

    @Test
    void afterARefusalTheDatabaseCanBeOpenedByOthers() throws IOException {
        EmbeddedDatabase.open(directory).close();
        Path keysetAside = Files.move(keyset(), directory.resolve("aside"));
        assertThat(refusal(directory)).contains("missing");
        Files.move(keysetAside, keyset());

        try (SecretStore store = EmbeddedDatabase.open(directory)) {
            write(store, "KEY", "works");
            assertThat(read(store, "KEY")).isEqualTo("works");
        }
    }

    private static String refusal(Path directory) {
        List<String> message = new ArrayList<>();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> EmbeddedDatabase.open(directory).close())
                .satisfies(e -> message.add(e.getMessage()));
        return message.getFirst();
    }

    private void execute(String user, String sql) throws Exception {
        String url = "jdbc:h2:file:" + directory.resolve("database/secrets");
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Path databaseFile() {
        return directory.resolve("database/secrets.mv.db");
    }

    private Path keyset() {
        return directory.resolve("keyset.json");
    }

    private List<Path> files() throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static boolean accepts(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<InetAddress> addressesBesidesLoopback() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }

    private static void write(SecretStore store, String path, String value) {
        store.write(path, SecretValue.of(value), OptionalLong.empty(), "");
    }

    private static String read(SecretStore store, String path) {
        Map<ReadRequest, ReadResult> results = store.read(List.of(ReadRequest.newest(path)));
        return results.get(ReadRequest.newest(path)) instanceof ReadResult.Text text
                ? text.value().reveal()
                : "not read: " + results;
    }
}
