package io.sparksecrets.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ServerProcessTest {

    @Test
    void itEndsWithTheProgramThatStartedItEvenWhenThatIsKilled(@TempDir Path directory) throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        directory.resolve("log").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long server;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
            server = Long.parseLong(out.readLine());
            assertThat(ProcessHandle.of(server)).isPresent();
            program.destroyForcibly().waitFor();
        }

        Waiting.until(
                "the end of the server",
                Duration.ofSeconds(30),
                () -> ProcessHandle.of(server).filter(ProcessHandle::isAlive).isEmpty());
    }

    /** Starts a server, says its number and does not end. */
    static final class Program {

        public static void main(String[] args) throws Exception {
            ServerProcess.start("sleep", Map.of(), Path.of(args[0]), "sleep", "600");
            System.out.println(ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().command().orElse("").endsWith("sleep"))
                    .findFirst()
                    .orElseThrow()
                    .pid());
            Thread.sleep(Duration.ofMinutes(10));
        }
    }
}
