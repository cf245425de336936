package io.sparksecrets.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** In a process of its own, because logging is set up for a whole process. */
class JsonLogsTest {

    /** What the process does. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            JsonLogs.install(Level.INFO);
            Logger log = LoggerFactory.getLogger("io.sparksecrets.Program");
            MDC.put("uid", "u-1");
            log.atInfo().addKeyValue("outcome", "denied").log("line with \"quotes\"\nand a break");
            log.debug("not at this level");
            JsonLogs.install(Level.TRACE);
            Logger library = LoggerFactory.getLogger("org.eclipse.jetty.http.HttpParser");
            library.trace("parsedHeader(Authorization: Bearer token)");
            library.info("started");
            library.warn("slow");
        }
    }

    @Test
    void everyLineIsOneJsonObjectWithItsContext() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();

        List<JsonNode> lines = output.lines().map(JsonMapper.shared()::readTree).toList();

        assertThat(lines).hasSize(2);
        JsonNode first = lines.getFirst();
        assertThat(first.get("level").stringValue()).isEqualTo("INFO");
        assertThat(first.get("formattedMessage").stringValue()).isEqualTo("line with \"quotes\"\nand a break");
        assertThat(first.at("/mdc/uid").stringValue()).isEqualTo("u-1");
        assertThat(first.at("/kvpList/0/outcome").stringValue()).isEqualTo("denied");
        assertThat(first.get("timestamp").isNumber()).isTrue();
        assertThat(lines.get(1).get("formattedMessage").stringValue()).isEqualTo("slow");
    }
}
