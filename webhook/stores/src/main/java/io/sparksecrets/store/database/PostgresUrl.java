package io.sparksecrets.store.database;

import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.Driver;

/** A JDBC URL of PostgreSQL as the driver understands it. */
public final class PostgresUrl {

    /** The driver would log parts of a URL that it does not understand, among them a password. Kept, for loggers are collected. */
    static final Logger DRIVER_LOG = silenced();

    private PostgresUrl() {}

    private static Logger silenced() {
        Logger log = Logger.getLogger("org.postgresql");
        log.setLevel(Level.OFF);
        return log;
    }

    /** Its parts and parameters by the driver's names; empty where the driver takes no such URL. Nothing of it is logged. */
    public static Optional<Properties> parse(String url) {
        return Optional.ofNullable(Driver.parseURL(url, null));
    }
}
