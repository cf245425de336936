package io.sparksecrets.store.database;

/** Where the SQL of H2 and PostgreSQL differs. */
enum SqlDialect {
    /** H2 compares texts by code point, and has no lock that writers share. */
    H2("", "for update"),
    POSTGRESQL("collate \"C\"", "for share");

    private final String pathCollation;
    private final String sharedLock;

    SqlDialect(String pathCollation, String sharedLock) {
        this.pathCollation = pathCollation;
        this.sharedLock = sharedLock;
    }

    /** Makes a column compare by code point. */
    String pathCollation() {
        return pathCollation;
    }

    /** Keeps a row from being changed until the transaction ends. */
    String sharedLock() {
        return sharedLock;
    }
}
