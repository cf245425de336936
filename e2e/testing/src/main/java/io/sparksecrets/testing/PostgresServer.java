package io.sparksecrets.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL on the loopback interface, for Linux on amd64. It can be stopped, killed and started again, on the same data and
 * port. Ordinary users need their password (SCRAM); everybody may use TLS, with a certificate for {@code localhost}.
 */
public final class PostgresServer implements AutoCloseable {

    /** The one that runs unless a test asks for another. */
    public static final int NEWEST = 18;

    private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
    private static final String SUPERUSER = "postgres";
    private static final int CONNECTIONS = 60;

    private static final String WHO_MAY_CONNECT = """
            local all all trust
            host all postgres 127.0.0.1/32 trust
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private final int version;
    private final ServerDirectory directory;
    private final int port;
    private final PostgresTls tls;
    private final AtomicInteger databases = new AtomicInteger();

    private @Nullable EmbeddedPostgres running;

    private PostgresServer(int version, ServerDirectory directory) throws IOException {
        this.version = version;
        this.directory = directory;
        this.port = FreePort.choose();
        this.tls = PostgresTls.create(directory.path());
    }

    /**
     * The server of all tests that do not stop or change it; it runs until the program ends. Where it cannot be had the tests are
     * skipped, see {@link RealServer}.
     */
    public static PostgresServer shared() {
        try {
            return RealServer.start(() -> {
                requireBinaries();
                return Shared.SERVER;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Shared {

        private static final PostgresServer SERVER = started();

        private static PostgresServer started() {
            try {
                return PostgresServer.start(NEWEST);
            } catch (IOException | Unavailable e) {
                throw new IllegalStateException("PostgreSQL does not start", e);
            }
        }
    }

    /**
     * Starts one and returns when it is ready.
     *
     * @param version 13, 17 or {@link #NEWEST}
     */
    public static PostgresServer start(int version) throws IOException, Unavailable {
        requireBinaries();
        PostgresServer server = new PostgresServer(version, ServerDirectory.create("postgres"));
        Runtime.getRuntime().addShutdownHook(new Thread(server::endAtExit, "end PostgreSQL"));
        try {
            server.start();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private static void requireBinaries() throws Unavailable {
        String platform = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (!platform.equals("Linux on amd64")) {
            throw new Unavailable("PostgreSQL for tests is there for Linux on amd64, not for " + platform + ".");
        }
    }

    /** Starts it again. */
    public synchronized void start() throws IOException {
        if (running != null) {
            throw new IllegalStateException("it is running");
        }
        Path data = directory.resolve("data");
        boolean first = !Files.exists(data);
        running = EmbeddedPostgres.builder()
                .setPgBinaryResolver(binaries(version))
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(START_TIMEOUT)
                .setServerConfig("max_connections", String.valueOf(CONNECTIONS))
                // Off by the library's default: what was committed just before kill() would be lost.
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("password_encryption", "scram-sha-256")
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", tls.certificate().toString())
                .setServerConfig("ssl_key_file", tls.key().toString())
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        if (first) {
            Files.writeString(data.resolve("pg_hba.conf"), WHO_MAY_CONNECT);
            execute("select pg_reload_conf()");
        }
    }

    private static PgBinaryResolver binaries(int version) {
        String resource = version == NEWEST
                ? "/postgres-linux-x86_64.txz"
                : "/postgres/%d/postgres-linux-x86_64.txz".formatted(version);
        return (system, architecture) -> {
            InputStream binaries = PostgresServer.class.getResourceAsStream(resource);
            if (binaries == null) {
                throw new FileNotFoundException("no binaries of PostgreSQL " + version + " for tests");
            }
            return binaries;
        };
    }

    /** Stops it as an administrator would; who is connected is cut off. */
    public synchronized void stop() throws IOException {
        Objects.requireNonNull(running, "it is not running").close();
        running = null;
    }

    /** Ends all its processes with SIGKILL, as when its machine fails. */
    public synchronized void kill() throws IOException {
        EmbeddedPostgres killed = Objects.requireNonNull(running, "it is not running");
        // It is no child of this program: the process that started it has ended.
        long id = Long.parseLong(Files.readAllLines(directory.resolve("data").resolve("postmaster.pid"))
                .getFirst());
        ProcessHandle postmaster = ProcessHandle.of(id).orElseThrow(() -> new IOException("it has ended by itself"));
        ProcessHandle[] children = postmaster.descendants().toArray(ProcessHandle[]::new);
        // It first, so that it does not begin to recover.
        postmaster.destroyForcibly();
        for (ProcessHandle child : children) {
            child.destroyForcibly();
        }
        postmaster.onExit().join();
        for (ProcessHandle child : children) {
            child.onExit().join();
        }
        // Gives the lock of the data back.
        killed.close();
        running = null;
    }

    /** An empty database of its own, whose owner may do nothing else. */
    public PostgresDatabaseAccess createDatabase() {
        String name = "test_%d".formatted(databases.incrementAndGet());
        String password = UUID.randomUUID().toString();
        execute("create role %s login password '%s'".formatted(name, password));
        execute("create database %s owner %s".formatted(name, name));
        return new PostgresDatabaseAccess(
                "jdbc:postgresql://localhost:%d/%s".formatted(port, name), "localhost", port, name, name, password);
    }

    /** Runs a statement as the superuser. */
    public void execute(String sql) {
        execute(SUPERUSER, sql);
    }

    /** Runs a statement as the superuser in a database. */
    public void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Counts rows as the superuser, of {@code select count(*) from …}. */
    public long count(String database, String from) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connects as the superuser. */
    public synchronized Connection connect(String database) throws SQLException {
        return Objects.requireNonNull(running, "it is not running")
                .getDatabase(SUPERUSER, database)
                .getConnection();
    }

    public int port() {
        return port;
    }

    /** In PEM, of the authority that its certificate is from. */
    public Path caCertificate() {
        return tls.caCertificate();
    }

    private Path log() {
        return directory.resolve("log");
    }

    /** At once: its data goes too. */
    private void endAtExit() {
        try {
            if (running != null) {
                kill();
            }
        } catch (IOException e) {
            System.err.println("PostgreSQL was not ended: " + e);
        }
    }

    /** Ends it and deletes its data. */
    @Override
    public synchronized void close() throws IOException {
        if (running != null) {
            stop();
        }
        directory.close();
    }
}
