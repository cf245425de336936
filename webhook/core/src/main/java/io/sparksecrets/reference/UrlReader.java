package io.sparksecrets.reference;

import java.util.Set;

/** What reads the URLs of a scheme: whether it decodes percent-encoding, and to which characters it gives a meaning. */
enum UrlReader {
    /** Decodes percent-encoding wherever a value can stand. */
    DECODING,
    /** Decodes likewise, but RabbitMQ's Java client reads no character outside ASCII from what it decodes. */
    DECODING_ASCII,
    /** MariaDB's Connector/J splits parameters and decodes nothing. */
    MARIADB,
    /** Microsoft's driver has an escape of its own, braces, and decodes nothing. */
    SQL_SERVER,
    /** Oracle's driver. */
    ORACLE,
    /** Nobody knows. */
    UNKNOWN;

    private static final Set<String> DECODED = Set.of(
            "http",
            "https",
            "ws",
            "wss",
            "jdbc:postgresql",
            "postgresql",
            "postgres",
            "jdbc:mysql",
            "mysql",
            "mariadb",
            "mongodb",
            "mongodb+srv",
            "redis",
            "rediss");

    static UrlReader of(UrlText url) {
        String scheme = url.scheme();
        if (scheme.startsWith("jdbc:mariadb") || url.before().contains("permitMysqlScheme")) {
            return MARIADB;
        }
        if (scheme.startsWith("jdbc:mysql:") || scheme.startsWith("jdbc:mysql+srv")) {
            return DECODING;
        }
        if (scheme.startsWith("jdbc:sqlserver")) {
            return SQL_SERVER;
        }
        if (scheme.startsWith("jdbc:oracle")) {
            return ORACLE;
        }
        if (scheme.equals("amqp") || scheme.equals("amqps")) {
            return DECODING_ASCII;
        }
        // SQLAlchemy names the driver behind the database, as in postgresql+psycopg2, and decodes all alike.
        int driver = scheme.indexOf('+');
        boolean decodes = DECODED.contains(scheme)
                || (driver > 0 && !scheme.startsWith("jdbc:") && DECODED.contains(scheme.substring(0, driver)));
        return decodes ? DECODING : UNKNOWN;
    }

    boolean decodes() {
        return this == DECODING || this == DECODING_ASCII;
    }

    /** Whether it is known that {@code |url} arrives as it is. */
    boolean neverDecodes() {
        return this == MARIADB || this == SQL_SERVER || this == ORACLE;
    }

    /** Whether a value with this character does not arrive whole when it stands in the URL as it is. */
    boolean givesMeaningTo(int c, UrlText url, UrlPlace place) {
        return switch (this) {
            case DECODING -> place.givesMeaningTo(c);
            case DECODING_ASCII -> c < 0x80 && place.givesMeaningTo(c);
            case MARIADB -> place == UrlPlace.PARAMETER && c == '&';
            case SQL_SERVER ->
                place == UrlPlace.PARAMETER
                        && (url.before().endsWith("={") ? c == '}' : c <= ' ' || c == ';' || c == '{');
            case ORACLE, UNKNOWN ->
                place != UrlPlace.URL_TEXT
                        && place != UrlPlace.PATH
                        && !Encoding.isUnreserved(c)
                        && !(place == UrlPlace.USER_INFO && c == ':');
        };
    }
}
