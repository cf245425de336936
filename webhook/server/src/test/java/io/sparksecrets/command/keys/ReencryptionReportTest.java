package io.sparksecrets.command.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.store.database.Reencryption.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ReencryptionReportTest {

    private final StringWriter errors = new StringWriter();
    private final CommandLine command =
            new CommandLine(CommandLine.Model.CommandSpec.create()).setErr(new PrintWriter(errors));
    private Duration now = Duration.ZERO;
    private final ReencryptionReport report = new ReencryptionReport(command, () -> now.toNanos());

    @Test
    void howFarItIsIsToldOnceASecond() {
        tellAt(Duration.ofMillis(400), 400);
        tellAt(Duration.ofMillis(1001), 1001);
        tellAt(Duration.ofMillis(1900), 1800);
        tellAt(Duration.ofMillis(2500), 3000);

        assertThat(errors.toString().lines())
                .containsExactly("1001 of 5000 values, 1000/s", "3000 of 5000 values, 1200/s");
    }

    private void tellAt(Duration time, long done) {
        now = time;
        report.tell(new Progress(done, 5000, 0, time));
    }
}
