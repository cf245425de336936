package io.sparksecrets.command;

import io.sparksecrets.text.Printable;
import io.sparksecrets.text.TextTable;
import io.sparksecrets.transfer.Progress;
import io.sparksecrets.transfer.TransferResult;
import io.sparksecrets.transfer.TransferResult.Outcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * Tells how far a transfer is, on standard error, as a bar on a terminal and about once a second as a line elsewhere; and in the
 * end what became of the secrets, on standard output.
 */
final class TransferReport implements Progress {

    private static final Duration LINE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration BAR_INTERVAL = Duration.ofMillis(100);
    private static final int BAR_WIDTH = 30;

    private final CommandLine command;
    private final boolean terminal;
    private final boolean dryRun;
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private final List<TransferResult> shown = new ArrayList<>();
    private int total;
    private int done;
    private long lastTold = System.nanoTime();

    TransferReport(CommandLine command, boolean terminal, boolean dryRun) {
        this.command = command;
        this.terminal = terminal;
        this.dryRun = dryRun;
    }

    @Override
    public void begins(int count) {
        total = count;
    }

    @Override
    public void result(TransferResult result) {
        counts.merge(result.outcome(), 1, Integer::sum);
        if (result.isProblem() || (dryRun && result.outcome() == Outcome.WRITTEN)) {
            shown.add(result);
        }
        done++;
        long now = System.nanoTime();
        Duration interval = terminal ? BAR_INTERVAL : LINE_INTERVAL;
        if (now - lastTold >= interval.toNanos() || (terminal && done == total)) {
            lastTold = now;
            tell();
        }
    }

    private void tell() {
        PrintWriter err = command.getErr();
        if (terminal) {
            int filled = BAR_WIDTH * done / total;
            err.print("\r[%s%s] %d of %d".formatted("#".repeat(filled), " ".repeat(BAR_WIDTH - filled), done, total));
            if (done == total) {
                err.println();
            }
        } else {
            err.println("%d of %d secrets".formatted(done, total));
        }
        err.flush();
    }

    /** What was done when it had to stop. */
    String soFar() {
        if (terminal && done > 0 && done < total) {
            command.getErr().println();
        }
        return "%d of %d secrets were looked at, %d written; run the same command again to go on: what is there already is skipped"
                .formatted(done, total, count(Outcome.WRITTEN));
    }

    /**
     * Shows the end.
     *
     * @param what such as {@code from database to vault}
     * @return the exit code
     */
    int end(String what) {
        PrintWriter out = command.getOut();
        if (!shown.isEmpty()) {
            TextTable table = new TextTable("KEY", "RESULT", "WHY");
            shown.forEach(result -> table.add(result.path(), word(result), result.why()));
            table.print(out);
        }
        out.println("%s: %d %s, %d the same already, %d in conflict, %d failed."
                .formatted(
                        Printable.of(what),
                        count(Outcome.WRITTEN),
                        dryRun ? "to be written" : "written",
                        count(Outcome.SAME),
                        count(Outcome.CONFLICT),
                        count(Outcome.FAILED)));
        if (count(Outcome.CONFLICT) > 0) {
            out.println("Where there is a conflict, another value is there; --overwrite replaces it.");
        }
        return count(Outcome.CONFLICT) + count(Outcome.FAILED) == 0 ? 0 : CommandFailure.FAILED;
    }

    private String word(TransferResult result) {
        return switch (result.outcome()) {
            case WRITTEN -> dryRun ? "to be written" : "written";
            case SAME -> "the same";
            case CONFLICT -> "conflict";
            case FAILED -> "failed";
        };
    }

    private int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }
}
