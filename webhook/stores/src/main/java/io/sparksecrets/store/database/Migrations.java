package io.sparksecrets.store.database;

import io.sparksecrets.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;

/** Brings the tables of a database to the version that this program needs. */
final class Migrations {

    /** The newest script among the resources. */
    static final String CURRENT_VERSION = "1";

    private static final String LOCATION = "classpath:io/sparksecrets/store/database";

    private static final String VERSION_FOUND = """
            select "version" from "flyway_schema_history" where "success" = true order by "installed_rank" desc
            """;

    /** No row where the user may make tables. The schema is null where he may use none of those that the search path names. */
    private static final String SCHEMA_REFUSED = """
            select current_schema(), current_user
            where not coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)
            """;

    private Migrations() {}

    /**
     * Does nothing where the tables are current, because starting Flyway takes longer than opening the database.
     *
     * <p>Several replicas may do it at the same time: Flyway has them wait for each other.
     *
     * @param database how messages call the database
     * @throws StoreException when the database holds other tables, or those of a newer version, or the user may not make them
     */
    static void migrate(DataSource dataSource, SqlDialect dialect, String database) throws SQLException {
        int comparison = versionFound(dataSource)
                .map(found -> found.compareTo(MigrationVersion.fromVersion(CURRENT_VERSION)))
                .orElse(-1);
        if (comparison > 0) {
            throw unusable(
                    database + " was written by a newer version of Spark Secrets; use that version or a later one");
        }
        if (comparison < 0) {
            if (dialect == SqlDialect.POSTGRESQL) {
                requireRightToMakeTables(dataSource, database);
            }
            runFlyway(dataSource, dialect, database);
        }
    }

    private static Optional<MigrationVersion> versionFound(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(VERSION_FOUND)) {
            return rows.next() ? Optional.of(MigrationVersion.fromVersion(rows.getString(1))) : Optional.empty();
        } catch (SQLException e) {
            if (SqlFailure.isMissingTable(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Flyway would try ten times, a second apart, and then fail with a message about its own table. */
    private static void requireRightToMakeTables(DataSource dataSource, String database) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SCHEMA_REFUSED)) {
            if (rows.next()) {
                String schema = Objects.requireNonNullElse(rows.getString(1), "public");
                throw unusable(
                        "%s has no tables of Spark Secrets yet, and the user may not make them; have its administrator run: grant usage, create on schema \"%s\" to \"%s\""
                                .formatted(database, schema, rows.getString(2)));
            }
        }
    }

    private static void runFlyway(DataSource dataSource, SqlDialect dialect, String database) {
        try {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations(LOCATION)
                    .placeholders(Map.of("path_collation", dialect.pathCollation()))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw unusable(database + " " + whatFailed(e));
        }
    }

    /** Without Flyway's own words, which repeat statements and URLs. */
    private static String whatFailed(FlywayException failure) {
        SQLException cause = SqlFailure.sqlCause(failure);
        if (cause != null && SqlFailure.isConnectionFailure(cause)) {
            return "cannot be used now: " + SqlFailure.describe(cause);
        }
        String detail = cause == null ? "" : " (" + SqlFailure.describe(cause) + ")";
        return "holds other tables than those of Spark Secrets, or an update of them failed" + detail
                + "; use an empty database, or restore this one from a backup";
    }

    private static StoreException unusable(String message) {
        return new StoreException(
                StoreException.Reason.UNAVAILABLE,
                message,
                "the database cannot be used; the log of the webhook says why");
    }
}
