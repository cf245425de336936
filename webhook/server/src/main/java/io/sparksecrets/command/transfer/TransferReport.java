package io.sparksecrets.command.transfer;

import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.store.StoreException;
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
 * Tells how far a transfer is, on standard error, as a bar on a terminal and now and then as a line elsewhere; and in the end what
 * became of the secrets, on standard output.
 */
final class TransferReport implements Progress {

    private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);
    private static final Duration BAR_INTERVAL = Duration.ofMillis(100);
    private static final int BAR_WIDTH = 30;

    /** More nobody reads, and a store may have a million. */
    private static final int MAX_SHOWN = 1000;

    private final CommandLine command;
    private final boolean terminal;
    private final boolean dryRun;
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private final List<TransferResult> shown = new ArrayList<>();
    private int notShown;
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
            show(result);
        }
        done++;
        long now = System.nanoTime();
        Duration interval = terminal ? BAR_INTERVAL : LINE_INTERVAL;
        if (now - lastTold >= interval.toNanos() || (terminal && done == total)) {
            lastTold = now;
            tell();
        }
    }

    private void show(TransferResult result) {
        if (shown.size() < MAX_SHOWN) {
            shown.add(result);
        } else {
            notShown++;
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

    /** How a transfer ends that had to stop: why, and how far it is. */
    CommandFailure stopped(StoreException why) {
        endBar();
        return CommandFailure.failed(
                "%s\n%d of %d secrets are done, %d of them written; run the same command again to go on: what is there already is skipped"
                        .formatted(why.getMessage(), done, total, count(Outcome.WRITTEN)));
    }

    /** So that what comes next begins a line of its own. */
    private void endBar() {
        if (terminal && done > 0 && done < total) {
            command.getErr().println();
            command.getErr().flush();
        }
    }

    /**
     * Shows the end.
     *
     * @param what such as {@code From database to vault}
     * @return the exit code
     */
    int end(String what) {
        PrintWriter out = command.getOut();
        showTable();
        int gone = count(Outcome.GONE);
        out.println("%s: %d %s, %d the same already, %d in conflict, %d failed%s."
                .formatted(
                        Printable.of(what),
                        count(Outcome.WRITTEN),
                        dryRun ? "to be written" : "written",
                        count(Outcome.SAME),
                        count(Outcome.CONFLICT),
                        count(Outcome.FAILED),
                        gone == 0 ? "" : ", " + gone + " deleted while this ran"));
        if (count(Outcome.CONFLICT) > 0) {
            out.println("A conflict is another value that is there; it was left as it is. --overwrite replaces it.");
        }
        return count(Outcome.CONFLICT) + count(Outcome.FAILED) == 0 ? 0 : CommandFailure.FAILED;
    }

    /** The secrets that somebody has to look at and, in a dry run, those that would be written. */
    void showTable() {
        if (shown.isEmpty()) {
            return;
        }
        PrintWriter out = command.getOut();
        TextTable table = new TextTable("KEY", "RESULT", "WHY");
        shown.forEach(result -> table.add(result.path(), word(result), result.why()));
        table.lines().forEach(out::println);
        out.flush();
        if (notShown > 0) {
            out.println("... and %d more, which are not shown; --folder takes a part of them".formatted(notShown));
        }
    }

    /**
     * Nothing in a folder that somebody names is a mistake.
     *
     * @param where such as {@code the store "database"}
     */
    void requireSome(String folder, String where) {
        if (total == 0 && !folder.isEmpty()) {
            throw CommandFailure.failed("there are no secrets in the folder %s of %s".formatted(folder, where));
        }
    }

    private String word(TransferResult result) {
        return switch (result.outcome()) {
            case WRITTEN -> dryRun ? "to be written" : "written";
            case SAME -> "the same";
            case GONE -> "deleted";
            case CONFLICT -> "conflict";
            case FAILED -> "failed";
        };
    }

    int total() {
        return total;
    }

    int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }
}
