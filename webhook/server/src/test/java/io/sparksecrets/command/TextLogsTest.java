package io.sparksecrets.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class TextLogsTest {

    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void restore() {
        System.setErr(realErr);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new TextLogs().configure(context);
    }

    @Test
    void logbackFindsThem() {
        assertThat(ServiceLoader.load(Configurator.class)).hasAtLeastOneElementOfType(TextLogs.class);
    }

    @Test
    void aCommandShowsWarningsAndErrorsInOneLine() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new TextLogs().configure(context);
        log(context.getLogger("io.sparksecrets.Some"));
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("WARN: slow\nERROR: broken\n");
    }

    @Test
    void aServerShowsTheLevelThatIsConfiguredWithTimeAndLogger() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        TextLogs.install(Level.INFO);
        log(LoggerFactory.getLogger("io.sparksecrets.Some"));
        assertThat(err.toString(StandardCharsets.UTF_8).lines().limit(3))
                .allMatch(line -> line.matches(
                        "\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (INFO |WARN |ERROR) Some: (started|slow|broken) who=\"ann\""))
                .hasSize(3);
    }

    @Test
    void whatAServersLibrariesSeeIsNotShownAtAnyLevel() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        TextLogs.install(Level.TRACE);
        for (String library : List.of("org.eclipse.jetty.http.HttpParser", "io.javalin.Javalin", "io.fabric8.Client")) {
            Logger logger = LoggerFactory.getLogger(library);
            logger.trace("parsedHeader(Authorization: Bearer token)");
            logger.debug("parsedHeader(Authorization: Bearer token)");
            logger.info("parsedHeader(Authorization: Bearer token)");
        }
        LoggerFactory.getLogger("io.sparksecrets.Some").trace("seen");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("seen").doesNotContain("Authorization");
    }

    private static void log(Logger logger) {
        logger.debug("detail");
        logger.atInfo().addKeyValue("who", "ann").log("started");
        logger.atWarn().addKeyValue("who", "ann").log("slow");
        logger.atError()
                .addKeyValue("who", "ann")
                .setCause(new IllegalStateException("trace"))
                .log("broken");
    }
}
