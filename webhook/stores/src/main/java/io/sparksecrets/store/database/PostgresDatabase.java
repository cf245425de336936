package io.sparksecrets.store.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.sparksecrets.store.Deadlines;
import io.sparksecrets.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The database for production: a PostgreSQL that several replicas use, each with a pool of its own. */
public final class PostgresDatabase {

    /** Hikari waits at least for the validation of a connection, a second; with the statement that follows it makes three. */
    private static final Duration CONNECTION_WAIT = Deadlines.CONNECTION;

    private static final Duration VALIDATION_TIMEOUT = Duration.ofMillis(500);

    private static final int KEYS_CONNECTIONS = 2;

    private PostgresDatabase() {}

    /**
     * Opens the store, and makes its tables on first use. One of its connections listens for what other replicas change.
     *
     * @param name by which references and messages call the store
     * @throws StoreException when the server cannot be reached or logged in to, the database holds other tables or those of a newer
     *     version, or the keyset is missing, unusable or not the one the values were encrypted with; the message says what to do
     */
    public static DatabaseSecretStore open(String name, PostgresSettings settings) {
        PostgresConnections connections = PostgresConnections.of(settings);
        CurrentKeyset keyset = new CurrentKeyset(settings.keyset());
        Database database = open(
                connections, keyset, pool(name, connections, settings.maxConnections() - 1), Database.REQUEST_TIMEOUT);
        return new DatabaseSecretStore(
                name,
                database,
                keyset,
                InstantSource.system(),
                settings.maxVersions(),
                Optional.of(new ChangeNotifications(connections, name)));
    }

    /**
     * Opens the keys that the values of a store are encrypted with, beside replicas that use it.
     *
     * @param keyset where the replicas have their keyset from, and a rotation writes it; used instead of that of the settings
     * @throws StoreException as {@link #open} does
     */
    public static DatabaseKeys openKeys(String name, PostgresSettings settings, KeysetHome keyset) {
        PostgresConnections connections = PostgresConnections.of(settings).forMaintenance();
        CurrentKeyset current = new CurrentKeyset(keyset);
        Database database = open(
                connections,
                current,
                pool(name + "-keys", connections, KEYS_CONNECTIONS),
                Database.MAINTENANCE_TIMEOUT);
        return new DatabaseKeys(database, keyset, current, InstantSource.system());
    }

    private static Database open(
            PostgresConnections connections, CurrentKeyset keyset, HikariConfig pool, Duration timeout) {
        try {
            Migrations.migrate(connections.forMaintenance(), SqlDialect.POSTGRESQL, connections.toString());
        } catch (SQLException e) {
            throw unusable(connections + " cannot be used now: " + SqlFailure.describe(e));
        }
        Database database = connected(connections, pool, timeout);
        try {
            if (!new KeysetFit(database, keyset).fitsAny()) {
                throw unusable("%s was written with another keyset than %s holds; give it the keyset that belongs to it"
                        .formatted(connections, keyset.place()));
            }
            return database;
        } catch (StoreException e) {
            database.close();
            throw e;
        }
    }

    private static Database connected(PostgresConnections connections, HikariConfig pool, Duration timeout) {
        try {
            return new Database(connections.toString(), SqlDialect.POSTGRESQL, new HikariDataSource(pool), timeout);
        } catch (PoolInitializationException e) {
            throw unusable(connections + " cannot be used now: " + SqlFailure.describe(e));
        }
    }

    /** Always full: requests come in bursts, and to connect takes longer than they wait. */
    private static HikariConfig pool(String name, PostgresConnections connections, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(connections);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        config.setValidationTimeout(VALIDATION_TIMEOUT.toMillis());
        return config;
    }

    private static StoreException unusable(String message) {
        return new StoreException(
                StoreException.Reason.UNAVAILABLE,
                message,
                "the database cannot be used; the log of the webhook says why");
    }
}
