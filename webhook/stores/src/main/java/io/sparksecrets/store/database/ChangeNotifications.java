package io.sparksecrets.store.database;

import io.sparksecrets.retry.Backoff;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How replicas tell each other what they changed: by {@code NOTIFY} on the channel {@code spark_secrets}, with who tells and the
 * path, such as {@code 3f0c… team/KEY}. Listening takes a connection of its own, from the first listener on.
 *
 * <p>PostgreSQL delivers a notification after the transaction was committed, to those who listen at that time. So after each
 * (re)connection anything may have changed.
 */
final class ChangeNotifications implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeNotifications.class);

    private static final String CHANNEL = "spark_secrets";
    private static final String NOTIFY = "select pg_notify('" + CHANNEL + "', :payload)";

    /** How long a connection may be silent before it is asked whether it is still there. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Backoff FIRST_PAUSE = Backoff.doubling(Duration.ofMillis(250), Duration.ofSeconds(5));

    private final DataSource connections;
    private final String store;
    private final String self = UUID.randomUUID().toString();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    private @Nullable Thread listening;
    private boolean closed;

    /** @param connections makes a connection that no pool takes away */
    ChangeNotifications(DataSource connections, String store) {
        this.connections = connections;
        this.store = store;
    }

    /** Tells the other replicas, when the transaction is committed. */
    void announce(Handle handle, String path) {
        handle.createQuery(NOTIFY)
                .bind("payload", self + " " + path)
                .map((rows, context) -> path)
                .one();
    }

    /** Has somebody told of what other replicas change, with the path; with an empty text when anything may have changed. */
    synchronized void listen(Consumer<String> listener) {
        listeners.add(listener);
        if (listening == null && !closed) {
            listening = Thread.ofVirtual().name("changes of " + store).start(this::listenUntilClosed);
        }
    }

    private void listenUntilClosed() {
        Backoff pause = FIRST_PAUSE;
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection connection = connections.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("listen " + CHANNEL);
                pause = FIRST_PAUSE;
                tell("");
                receive(connection.unwrap(PGConnection.class), statement);
            } catch (SQLException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                LOG.warn(
                        "Changes that others make in the store \"{}\" are not seen until it is connected again: {}",
                        store,
                        SqlFailure.describe(e));
            } catch (RuntimeException e) {
                LOG.error(
                        "Changes that others make are not seen for a moment: {}",
                        e.getClass().getName());
            }
            try {
                Thread.sleep(pause.pause());
            } catch (InterruptedException e) {
                return;
            }
            pause = pause.longer();
        }
    }

    private void receive(PGConnection connection, Statement statement) throws SQLException {
        while (!Thread.currentThread().isInterrupted()) {
            PGNotification[] received = connection.getNotifications((int) SILENCE.toMillis());
            if (received == null || received.length == 0) {
                statement.execute("select 1");
                continue;
            }
            for (PGNotification notification : received) {
                String[] words = notification.getParameter().split(" ", 2);
                if (words.length == 2 && !words[0].equals(self)) {
                    tell(words[1]);
                }
            }
        }
    }

    private void tell(String path) {
        for (Consumer<String> listener : listeners) {
            try {
                listener.accept(path);
            } catch (RuntimeException e) {
                LOG.error("A listener for changes failed with {}", e.getClass().getName());
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (listening != null) {
            // Ends its wait on the socket too.
            listening.interrupt();
        }
    }
}
