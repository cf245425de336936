package io.sparksecrets.configuration;

/** URLs of databases as people write them. */
final class JdbcUrl {

    private JdbcUrl() {}

    /** Only host, port and name of the database: user and password may stand among the parameters. */
    static String withoutCredentials(String url) {
        return url.replaceFirst("[?#;].*$", "");
    }
}
