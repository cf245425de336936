package io.sparksecrets.command.keys;

import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.store.database.DatabaseKeys;
import io.sparksecrets.store.database.Reencryption;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;
import picocli.CommandLine;

/** Runs a re-encryption and tells how far it is: on standard error about once a second, at the end on standard output. */
final class ReencryptionReport {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final CommandLine command;
    private final LongSupplier nanos;
    private long lastTold;

    ReencryptionReport(CommandLine command) {
        this(command, System::nanoTime);
    }

    ReencryptionReport(CommandLine command, LongSupplier nanos) {
        this.command = command;
        this.nanos = nanos;
        lastTold = nanos.getAsLong();
    }

    /** Returns the exit code. */
    int run(DatabaseKeys keys) {
        Reencryption.Progress end = keys.reencrypt(this::tell);
        PrintWriter out = command.getOut();
        out.println("Encrypted again: " + line(end) + ".");
        long left = end.total() - end.done();
        if (left == 0) {
            return 0;
        }
        out.println("%d values were left as they are: %d do not decrypt, the others were in use; see \"keys show\""
                .formatted(left, end.undecryptable()));
        return CommandFailure.FAILED;
    }

    void tell(Reencryption.Progress progress) {
        long now = nanos.getAsLong();
        if (now - lastTold >= INTERVAL.toNanos()) {
            lastTold = now;
            command.getErr().println(line(progress));
            command.getErr().flush();
        }
    }

    private static String line(Reencryption.Progress progress) {
        return "%d of %d values, %d/s".formatted(progress.done(), progress.total(), progress.rate());
    }
}
