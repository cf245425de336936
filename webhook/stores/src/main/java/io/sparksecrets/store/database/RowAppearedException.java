package io.sparksecrets.store.database;

/**
 * Another transaction inserted the row that this one looked for in vain and then inserted itself. Such rows are never removed,
 * so a new attempt finds it.
 */
final class RowAppearedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
