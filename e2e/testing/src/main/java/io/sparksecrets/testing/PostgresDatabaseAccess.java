package io.sparksecrets.testing;

/**
 * How to reach a database of a {@link PostgresServer} as its owner.
 *
 * @param url a JDBC URL without credentials
 */
public record PostgresDatabaseAccess(String url, String host, int port, String database, String user, String password) {

    /** The same database through something that stands before it, such as a proxy. */
    public PostgresDatabaseAccess through(int otherPort) {
        return new PostgresDatabaseAccess(
                "jdbc:postgresql://localhost:%d/%s".formatted(otherPort, database),
                host,
                otherPort,
                database,
                user,
                password);
    }
}
