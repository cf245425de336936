package io.sparksecrets.store.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.sparksecrets.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.h2.api.ErrorCode;

/**
 * The database for trying Spark Secrets out: an H2 file in a directory. Several processes may use it at the same time; the first
 * one to open it serves the others over the loopback interface, and another takes over when it ends.
 *
 * <pre>
 * keyset.json            the keys of the values; made on first use
 * database/secrets.mv.db the database
 * database/*.lock*       which process serves it, and who opens it
 * </pre>
 *
 * <p>All of it is for the owner of the process only: who can read {@code database/secrets.lock.db} can connect.
 */
public final class EmbeddedDatabase {

    private static final String BIND_ADDRESS = "h2.bindAddress";
    private static final Duration CONNECTION_TIMEOUT = Duration.ofMillis(1500);
    private static final int CONNECTIONS = 8;

    /**
     * <ul>
     *   <li>AUTO_SERVER: a second process connects to the first instead of failing
     *   <li>WRITE_DELAY: a committed write is in the file, even if the process is killed the next moment
     *   <li>TRACE_LEVEL_FILE: H2 would write statements that failed into a file of its own
     *   <li>LOCK_TIMEOUT in ms: less than the timeout of a statement
     * </ul>
     */
    private static final String SETTINGS = ";AUTO_SERVER=TRUE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0;LOCK_TIMEOUT=1500";

    /** With H2's other file systems, one interrupted thread closes the database for all. */
    private static final String FILE_SYSTEM = "async:";

    private EmbeddedDatabase() {}

    /** Opens the embedded store as {@code database}, see {@link #open(String, Path)}. */
    public static DatabaseSecretStore open(Path dataDirectory) {
        return open("database", dataDirectory);
    }

    /**
     * Opens the embedded store, and makes it on first use.
     *
     * @param name by which references and messages call the store
     * @param dataDirectory made with mode 0700 when it does not exist
     * @throws StoreException when the directory cannot be used, the file is damaged or not ours, or the keyset is missing or not
     *     the one the values were encrypted with; the message says what to do
     */
    public static DatabaseSecretStore open(String name, Path dataDirectory) {
        return open(
                name,
                dataDirectory,
                Database.REQUEST_TIMEOUT,
                (database, home, keyset) -> new DatabaseSecretStore(
                        name,
                        database,
                        keyset,
                        InstantSource.system(),
                        PostgresSettings.DEFAULT_MAX_VERSIONS,
                        Optional.empty()));
    }

    /**
     * Opens the keys that the values of the embedded store are encrypted with, beside processes that use it.
     *
     * @throws StoreException as {@link #open} does
     */
    public static DatabaseKeys openKeys(String name, Path dataDirectory) {
        return open(
                name + "-keys",
                dataDirectory,
                Database.MAINTENANCE_TIMEOUT,
                (database, home, keyset) -> new DatabaseKeys(database, home, keyset, InstantSource.system()));
    }

    /** What is made of a database that is open. */
    private interface Opened<T> {
        T with(Database database, KeysetFile home, CurrentKeyset keyset);
    }

    private static <T> T open(String name, Path dataDirectory, Duration timeout, Opened<T> opened) {
        Path directory = dataDirectory.toAbsolutePath().normalize();
        Path databaseDirectory = directory.resolve("database");
        prepare(directory, databaseDirectory);
        try {
            return OpeningLock.holding(
                    databaseDirectory.resolve("opening.lock"),
                    () -> openLocked(
                            name,
                            directory.resolve("keyset.json"),
                            databaseDirectory.resolve("secrets"),
                            timeout,
                            opened));
        } catch (IOException e) {
            throw notWritable(directory, e);
        }
    }

    private static void prepare(Path directory, Path databaseDirectory) {
        if (directory.toString().contains(";")) {
            throw unusable("the data directory " + directory
                    + " has a semicolon in its name, which H2 cannot open; choose another directory");
        }
        try {
            FilePermissions.createDirectories(directory);
            FilePermissions.createDirectories(databaseDirectory);
            FilePermissions.restrictDirectory(databaseDirectory);
        } catch (IOException e) {
            throw notWritable(directory, e);
        }
    }

    private static <T> T openLocked(String name, Path keysetPath, Path file, Duration timeout, Opened<T> opened) {
        KeysetFile keyset = new KeysetFile(keysetPath);
        Path databaseFile = file.resolveSibling(file.getFileName() + ".mv.db");
        String description = "the embedded database " + databaseFile;
        if (!Files.exists(keysetPath)) {
            create(keyset, keysetPath, databaseFile);
        }
        CurrentKeyset current = new CurrentKeyset(keyset);
        HikariDataSource pool = pool(name, file, description);
        Database database = new Database(description, SqlDialect.H2, pool, timeout);
        try {
            Migrations.migrate(pool, SqlDialect.H2, description);
            if (!new KeysetFit(database, current).fitsAny()) {
                throw unusable(
                        ("%s was written with another keyset than %s; put the keyset back that belongs to it, or move both away"
                                        + " to begin with an empty store")
                                .formatted(description, keysetPath));
            }
            return opened.with(database, keyset, current);
        } catch (SQLException e) {
            database.close();
            throw unusable(description + " cannot be read: " + SqlFailure.describe(e) + "; restore it from a backup");
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Makes a keyset only where there can be no value that another one encrypted. */
    private static void create(KeysetFile keyset, Path keysetPath, Path databaseFile) {
        if (Files.exists(databaseFile)) {
            throw unusable(
                    ("the keyset %s is missing, and without it the values in %s cannot be decrypted; restore it from a backup, or"
                                    + " move the database away to begin with an empty store")
                            .formatted(keysetPath, databaseFile));
        }
        keyset.create();
    }

    private static HikariDataSource pool(String name, Path file, String database) {
        // H2 reads it once, when its classes are loaded. Without it, the file would be served to the whole network.
        if (System.getProperty(BIND_ADDRESS) == null) {
            System.setProperty(BIND_ADDRESS, "127.0.0.1");
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl("jdbc:h2:" + FILE_SYSTEM + file + SETTINGS);
        config.setUsername("spark_secrets");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw unopened(database, e);
        }
    }

    private static StoreException unopened(String database, PoolInitializationException failure) {
        SQLException cause = SqlFailure.sqlCause(failure);
        int code = cause == null ? 0 : cause.getErrorCode();
        String why = switch (code) {
            case ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1, ErrorCode.WRONG_USER_OR_PASSWORD ->
                "is damaged or was not made by Spark Secrets; restore it from a backup, or move it away to begin with an empty store";
            case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
                "is in use by a process that does not share it; end that process, then try again";
            default ->
                "cannot be opened: " + SqlFailure.describe(failure)
                        + "; check the owner and mode of the file and the free space of its directory, or restore it from a backup";
        };
        return unusable(database + " " + why);
    }

    private static StoreException notWritable(Path directory, IOException failure) {
        return unusable(
                "the data directory %s cannot be used (%s); name a directory that this process can write to, or change the owner and mode of this one"
                        .formatted(directory, failure.getClass().getSimpleName()));
    }

    private static StoreException unusable(String message) {
        return new StoreException(
                StoreException.Reason.UNAVAILABLE,
                message,
                "the database cannot be used; the log of the webhook says why");
    }
}
