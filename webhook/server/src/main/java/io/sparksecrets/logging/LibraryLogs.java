package io.sparksecrets.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;

/**
 * Keeps the libraries that see what comes in and goes out at warnings, at whatever level the program itself logs: below DEBUG they
 * write headers with tokens, and bodies. They tell of their start and stop at INFO, too.
 */
public final class LibraryLogs {

    private static final List<String> LIBRARIES = List.of("io.javalin", "org.eclipse.jetty", "io.fabric8");

    private LibraryLogs() {}

    /** Each log that is set up needs this once. */
    public static void quieten(LoggerContext context) {
        LIBRARIES.forEach(library -> context.getLogger(library).setLevel(Level.WARN));
    }
}
