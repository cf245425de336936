/**
 * The store that keeps secrets in two tables of a SQL database, encrypted before they reach it.
 *
 * <p>Whatever knows SQL, Flyway, PostgreSQL, Tink or the files of the embedded database is here. Who may use a secret does not belong here.
 */
@NullMarked
package io.sparksecrets.store.database;

import org.jspecify.annotations.NullMarked;
