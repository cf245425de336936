package io.sparksecrets.store.database;

import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.Deadlines;
import io.sparksecrets.store.StoreException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Makes connections to a PostgreSQL. The password is read anew for each, so that one that was changed is taken without a
 * restart. What the URL holds beside hosts and database never comes into a URL again, because drivers, pools and Flyway log
 * URLs, and it may be a password.
 */
final class PostgresConnections implements DataSource {

    private static final Duration REQUEST_SOCKET_TIMEOUT = Deadlines.STORE;

    /** Tables may be large when they are changed, and nobody waits for it. */
    private static final Duration MAINTENANCE_SOCKET_TIMEOUT = Duration.ofMinutes(10);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(5);

    private final Driver driver = new Driver();
    private final String url;
    private final Properties properties;
    private final Optional<CredentialSource> password;

    private PostgresConnections(String url, Properties properties, Optional<CredentialSource> password) {
        this.url = url;
        this.properties = properties;
        this.password = password;
    }

    /**
     * Connections for requests: who waits for an answer waits three seconds at most.
     *
     * @throws StoreException with {@link StoreException.Reason#UNSUPPORTED} when the URL is none; the message does not quote it
     */
    static PostgresConnections of(PostgresSettings settings) {
        Properties parsed = PostgresUrl.parse(settings.url())
                .orElseThrow(
                        () -> unsupported(
                                "the URL of the database is no JDBC URL of PostgreSQL, which reads jdbc:postgresql://HOST:PORT/DATABASE?PARAMETER=VALUE"));
        if (settings.password().isPresent() && parsed.containsKey(PGProperty.PASSWORD.getName())) {
            throw unsupported("the URL of the database holds a password, and %s has one too; take it out of the URL"
                    .formatted(settings.password().get().place()));
        }
        String hosts = take(parsed, PGProperty.PG_HOST);
        String ports = take(parsed, PGProperty.PG_PORT);
        String database = take(parsed, PGProperty.PG_DBNAME);
        Properties properties = new Properties();
        PGProperty.CONNECT_TIMEOUT.set(properties, (int) CONNECT_TIMEOUT.toSeconds());
        PGProperty.LOGIN_TIMEOUT.set(properties, (int) LOGIN_TIMEOUT.toSeconds());
        PGProperty.SSL_RESPONSE_TIMEOUT.set(properties, (int) CONNECT_TIMEOUT.toMillis());
        PGProperty.SOCKET_TIMEOUT.set(properties, (int) REQUEST_SOCKET_TIMEOUT.toSeconds());
        PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, (int) CONNECT_TIMEOUT.toSeconds());
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.APPLICATION_NAME.set(properties, "spark-secrets");
        // The detail of an error repeats rows.
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        settings.user().ifPresent(user -> PGProperty.USER.set(properties, user));
        // What the URL says prevails.
        parsed.stringPropertyNames().forEach(name -> properties.setProperty(name, parsed.getProperty(name)));
        return new PostgresConnections(
                "jdbc:postgresql://" + hostsAndPorts(hosts, ports) + "/"
                        + URLEncoder.encode(database, StandardCharsets.UTF_8),
                properties,
                settings.password());
    }

    /** The same for what takes long and nobody waits for. */
    PostgresConnections forMaintenance() {
        Properties patient = new Properties();
        patient.putAll(properties);
        PGProperty.SOCKET_TIMEOUT.set(patient, (int) MAINTENANCE_SOCKET_TIMEOUT.toSeconds());
        return new PostgresConnections(url, patient, password);
    }

    private static String take(Properties parsed, PGProperty property) {
        Object value = parsed.remove(property.getName());
        return value == null ? "" : value.toString();
    }

    private static String hostsAndPorts(String hosts, String ports) {
        String[] host = hosts.split(",", -1);
        String[] port = ports.split(",", -1);
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < host.length; i++) {
            joined.append(i == 0 ? "" : ",").append(host[i]).append(":").append(i < port.length ? port[i] : "5432");
        }
        return joined.toString();
    }

    /** How messages call the database and who connects to it. */
    @Override
    public String toString() {
        String place = url.substring("jdbc:postgresql://".length());
        int slash = place.indexOf('/');
        return "the PostgreSQL database \"%s\" at %s (user %s)"
                .formatted(place.substring(slash + 1), place.substring(0, slash), user());
    }

    private String user() {
        String user = PGProperty.USER.getOrDefault(properties);
        return user == null ? System.getProperty("user.name", "") : user;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Properties now = new Properties();
        now.putAll(properties);
        if (password.isPresent()) {
            try {
                PGProperty.PASSWORD.set(now, password.get().read().reveal());
            } catch (StoreException e) {
                throw new SQLInvalidAuthorizationSpecException(
                        "there is no password: " + e.getMessage(), SqlFailure.NO_CREDENTIAL);
            }
        }
        Connection connection = driver.connect(url, now);
        if (connection == null) {
            throw new SQLException("the driver takes no such URL", "08001");
        }
        return connection;
    }

    @Override
    public Connection getConnection(String user, String otherPassword) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {
        // Part of the properties.
    }

    @Override
    public int getLoginTimeout() {
        return (int) LOGIN_TIMEOUT.toSeconds();
    }

    @Override
    public Logger getParentLogger() {
        return PostgresUrl.DRIVER_LOG;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a wrapper for " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    private static StoreException unsupported(String message) {
        return new StoreException(StoreException.Reason.UNSUPPORTED, message);
    }
}
