package io.sparksecrets.store.database;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** What a failure of the database means, and what of it may be shown. */
final class SqlFailure {

    /** The credential of this program cannot be had. */
    static final String NO_CREDENTIAL = "28999";

    private static final String UNIQUE_VIOLATION = "23505";

    /** With these a server complains of what a client gives it at the start, which is in the URL, and quotes it. */
    private static final Set<String> REPEAT_THE_URL = Set.of("42704", "08P01");

    private SqlFailure() {}

    static boolean isUniqueViolation(Throwable failure) {
        SQLException cause = sqlCause(failure);
        return cause != null && UNIQUE_VIOLATION.equals(cause.getSQLState());
    }

    /** Whether a statement took too long, or waited too long for a lock; by the states of H2 and PostgreSQL. */
    static boolean isTimeout(Throwable failure) {
        SQLException cause = sqlCause(failure);
        return cause != null && ("57014".equals(cause.getSQLState()) || "HYT00".equals(cause.getSQLState()));
    }

    /** Whether the database could not be reached or logged in to, rather than refusing what was asked of it. */
    static boolean isConnectionFailure(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || state.startsWith("28") || state.startsWith("57P") || state.startsWith("53");
    }

    /** By the states of H2 and PostgreSQL. */
    static boolean isMissingTable(SQLException failure) {
        String state = failure.getSQLState();
        return "42S02".equals(state) || "42S04".equals(state) || "42P01".equals(state);
    }

    /**
     * Says what went wrong without quoting data: where the database complains of data (classes 22 and 23) its message repeats
     * the row, and everywhere it may repeat the statement, so only its first line is used and only for other classes.
     */
    static String describe(Throwable failure) {
        SQLException cause = sqlCause(failure);
        if (cause == null) {
            return failure.getClass().getSimpleName();
        }
        if (cause instanceof SQLTransientConnectionException && cause.getCause() == null) {
            return "no connection to it was free or could be made in time";
        }
        String state = String.valueOf(cause.getSQLState());
        String code = "SQL state " + state;
        if (state.startsWith("22") || state.startsWith("23") || REPEAT_THE_URL.contains(state)) {
            return code;
        }
        String words = cause instanceof PSQLException driver && driver.getServerErrorMessage() == null
                ? withoutAnswer(driver)
                : firstSentence(cause);
        return words + " (" + code + ")" + hint(state);
    }

    /** The same for users, in words of this program only. */
    static String toUsers(Throwable failure) {
        SQLException cause = sqlCause(failure);
        return cause == null || cause.getSQLState() == null
                ? "the database cannot be used now"
                : "the database cannot be used now (SQL state %s)".formatted(cause.getSQLState());
    }

    /** What to do, by the states of PostgreSQL. */
    private static String hint(String state) {
        return switch (state) {
            case "28P01", "28000" -> "; check the user and the password, and that pg_hba.conf lets them in from here";
            case "3D000" -> "; create the database, or name another one in the URL";
            case "42501" -> "; the user must be able to create and use tables: grant it usage and create on the schema";
            case "53300" -> "; raise max_connections of the server, or lower the number of connections of each replica";
            default -> "";
        };
    }

    /** The innermost SQLException: pools and JDBI wrap what the driver said. */
    static @Nullable SQLException sqlCause(Throwable failure) {
        SQLException innermost = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                innermost = sql;
            }
        }
        return innermost;
    }

    /** Not in the words of the driver, which repeat parameters of the URL. */
    private static String withoutAnswer(PSQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ConnectException refused -> {
                    return "the connection is refused";
                }
                case UnknownHostException unknown -> {
                    return "its host name is not known";
                }
                case SocketTimeoutException late -> {
                    return "it does not answer in time";
                }
                case SSLException tls -> {
                    return "TLS with it fails";
                }
                default -> {}
            }
        }
        return "08004".equals(failure.getSQLState())
                ? "it wants another way to log in than it is offered, such as a password"
                : "the connection could not be made or broke; check the parameters of the URL and the files that it names";
    }

    private static String firstSentence(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        String line = message.lines().findFirst().orElse("");
        int statement = line.indexOf("; SQL statement");
        return statement < 0 ? line : line.substring(0, statement);
    }
}
