package io.sparksecrets.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Everything that any library logs, at the lowest level, while this is open. */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final String PROGRAM = "io.sparksecrets";

    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
    private final Logger root;
    private final Level level;

    public CapturedLog() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        level = root.getLevel();
        setContext(context);
        start();
        root.setLevel(Level.TRACE);
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.add(event);
    }

    public List<String> loggers() {
        return events.stream().map(ILoggingEvent::getLoggerName).distinct().toList();
    }

    /** What this program itself said at a level. */
    public List<String> at(Level wanted) {
        return events.stream()
                .filter(event ->
                        event.getLevel().equals(wanted) && event.getLoggerName().startsWith(PROGRAM))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    public String text() {
        return lines().collect(Collectors.joining("\n"));
    }

    /** One for each event; all of them together can be more than memory holds. */
    public Stream<String> lines() {
        return linesWithout();
    }

    /** The same without what some libraries log, which the program keeps quiet (LibraryLogs). */
    public Stream<String> linesWithout(String... libraries) {
        return events.stream()
                .filter(event -> Arrays.stream(libraries).noneMatch(event.getLoggerName()::startsWith))
                .map(event -> event.getFormattedMessage()
                        + Arrays.toString(event.getArgumentArray())
                        + event.getKeyValuePairs()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }

    @Override
    public void close() {
        root.detachAppender(this);
        root.setLevel(level);
    }
}
