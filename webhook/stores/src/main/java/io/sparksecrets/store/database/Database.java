package io.sparksecrets.store.database;

import com.zaxxer.hikari.HikariDataSource;
import io.sparksecrets.store.Deadlines;
import io.sparksecrets.store.StoreException;
import java.time.Duration;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** A database whose tables are current. */
final class Database implements AutoCloseable {

    /** For what a request waits for. */
    static final Duration REQUEST_TIMEOUT = Deadlines.ANSWER;

    /** For what reads or writes all rows, outside of requests. */
    static final Duration MAINTENANCE_TIMEOUT = Duration.ofMinutes(1);

    /** A transaction looks for two rows at most that others may insert: the secret and the key. */
    private static final int ATTEMPTS = 3;

    private final String description;
    private final SqlDialect dialect;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    /**
     * Takes over a pool.
     *
     * @param description how messages call the database, such as {@code the embedded database /data/secrets.mv.db}
     * @param pool closed with this
     * @param timeout for one statement, in whole seconds
     */
    Database(String description, SqlDialect dialect, HikariDataSource pool, Duration timeout) {
        this.description = description;
        this.dialect = dialect;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        jdbi.registerArrayType(Integer.class, "integer");
        jdbi.registerArrayType(Long.class, "bigint");
        jdbi.registerArrayType(String.class, "varchar");
        // JDBI would put the bound arguments into its messages.
        jdbi.configure(
                StatementExceptions.class, c -> c.setMessageRendering(StatementExceptions.MessageRendering.NONE));
        jdbi.configure(SqlStatements.class, c -> c.setQueryTimeout((int) timeout.toSeconds()));
    }

    SqlDialect dialect() {
        return dialect;
    }

    /**
     * Runs one statement.
     *
     * @throws StoreException with {@link StoreException.Reason#UNAVAILABLE} when the database fails
     */
    <T> T withHandle(HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.withHandle(work);
        } catch (JdbiException e) {
            throw cannotBeUsed(e);
        }
    }

    /**
     * Runs statements that happen all or not at all; again from the beginning where a row appeared meanwhile.
     *
     * @throws StoreException with {@link StoreException.Reason#UNAVAILABLE} when the database fails
     */
    <T> T inTransaction(HandleCallback<T, RuntimeException> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return jdbi.inTransaction(TransactionIsolationLevel.READ_COMMITTED, work);
            } catch (RowAppearedException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (JdbiException e) {
                throw cannotBeUsed(e);
            }
        }
    }

    private StoreException cannotBeUsed(JdbiException failure) {
        return new StoreException(
                StoreException.Reason.UNAVAILABLE,
                description + " cannot be used now: " + SqlFailure.describe(failure),
                SqlFailure.toUsers(failure));
    }

    /** How messages call the database. */
    @Override
    public String toString() {
        return description;
    }

    @Override
    public void close() {
        pool.close();
    }
}
