package io.sparksecrets.store.adapter;

import java.util.Optional;
import java.util.regex.Pattern;

/** What the address of a store may hold. It is shown to operators, so it holds no credential. */
public final class StoreAddress {

    private static final String SERVER = "(?:\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9_.-]*)(?::[0-9]{1,5})?";
    private static final String DATABASE = "[^/?#;&@=]*";
    private static final Pattern JDBC_URL = Pattern.compile(
            "jdbc:postgresql:(?://%1$s(?:,%1$s)*(?:/%2$s)?|/?%2$s)(?:\\?[^@]*)?".formatted(SERVER, DATABASE));

    /** The driver's password and sslpassword, and what people take for such; the chart refuses the same. */
    private static final Pattern PASSWORD = Pattern.compile("(?i)[?&#;][^?&#;=]*(?:password|passwd|pwd)=");

    private StoreAddress() {}

    /** Whether it is a JDBC URL of PostgreSQL whose part before the parameters is hosts, ports and a database, and no more. */
    public static boolean isJdbcUrl(String text) {
        return JDBC_URL.matcher(text).matches();
    }

    /** Only hosts, ports and the name of the database. */
    public static String withoutParameters(String jdbcUrl) {
        return jdbcUrl.replaceFirst("[?].*$", "");
    }

    /** What is wrong with a JDBC URL that holds a credential, in words that do not quote it; empty where it holds none. */
    public static Optional<String> credentialOfDatabase(String text) {
        if (text.contains("@")) {
            return Optional.of(
                    "has a user or a password before the host; leave them out: user and password are settings of their own, beside the URL (in a parameter, an \"@\" is %40)");
        }
        return PASSWORD.matcher(text).find()
                ? Optional.of(
                        "has a password among its parameters; leave it out: password, passwordFile and passwordSecret are settings of their own, beside the URL, and a key for TLS has to be one without a password")
                : Optional.empty();
    }

    /** What is wrong with the address of a Vault that holds a credential, in words that do not quote it. */
    public static Optional<String> credentialOfVault(String text) {
        return text.contains("@")
                ? Optional.of(
                        "has a user or a password before the host; leave them out: a Vault takes a token, or one of the other auth methods, as settings beside it")
                : Optional.empty();
    }
}
