package io.sparksecrets.configuration;

/** URLs of databases as people write them. */
final class JdbcUrl {

    private JdbcUrl() {}

    /** Only host, port and name of the database: user and password may stand before the host or among the parameters. */
    static String withoutCredentials(String url) {
        String address = url.replaceFirst("[?#;].*$", "");
        int hosts = address.indexOf("//");
        if (hosts < 0) {
            return address;
        }
        int at = address.lastIndexOf('@');
        return at < 0 ? address : address.substring(0, hosts + 2) + address.substring(at + 1);
    }
}
