package io.sparksecrets.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.sparksecrets.logging.LibraryLogs;
import org.slf4j.LoggerFactory;

/**
 * Logs for a person, on standard error. Logback finds this class as a service, so that every command begins with it: only
 * warnings and errors, and no time spent on reading a file.
 */
public final class TextLogs extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        install(context, Level.WARN, "%level: %msg%n%nopex");
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Replaces whatever logging is set up by lines with time, level and logger, for a server that a person watches. */
    public static void install(Level level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        install(context, level, "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg %kvp%n");
        LibraryLogs.quieten(context);
    }

    private static void install(LoggerContext context, Level level, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();

        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();

        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(console);
    }
}
