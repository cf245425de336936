package io.sparksecrets.program;

import io.sparksecrets.shell.ShellCommand;
import java.util.List;

/** The words of Spark's scripts for daemons, which print the command that they start unless they are kept from it. */
final class DaemonWords {

    private final CommandFindings findings;
    private final List<String> words;
    private final SubmitterWords submitters;

    DaemonWords(CommandFindings findings, SubmitterWords submitters) {
        this.findings = findings;
        this.words = findings.words;
        this.submitters = submitters;
    }

    /**
     * Reads the words of a script for a daemon that takes options of spark-submit.
     *
     * @param starter the word that starts it: the script, or the shell that is given it
     */
    void readSubmitting(int script, int starter) {
        findings.launchedBySpark(script + 1);
        boolean printed = isPrinted(starter);
        submitters.readDaemon(script, printed ? Reasons.PRINTED : "");
        if (!printed) {
            findings.silence(starter);
        }
    }

    /** Reads {@code spark-daemon.sh [--config DIR] submit|start CLASS NUMBER words…}. */
    void readDaemonScript(int script, int starter) {
        int at = script + 1;
        if (at < words.size() && words.get(at).equals("--config")) {
            at += 2;
        }
        if (at < words.size() && words.get(at).equals("submit")) {
            readSubmitting(Math.min(at + 2, words.size() - 1), starter);
        } else {
            readOther(script, starter);
        }
    }

    /** Reads the words of a script for a daemon that has a class and words of its own. */
    void readOther(int script, int starter) {
        findings.launchedBySpark(script + 1);
        if (isPrinted(starter)) {
            findings.uses.refuseFrom(script + 1, Reasons.PRINTED);
        } else {
            findings.uses.dataFrom(script + 1);
            findings.silence(starter);
        }
    }

    /** Only bash hands on the variable that keeps a daemon's script from printing; others drop it because of its name. */
    private boolean isPrinted(int starter) {
        String name = Programs.name(words.get(starter));
        boolean dropped = ShellCommand.isShell(words.get(starter)) && !name.equals("bash");
        return findings.surroundings.printsCommands() || !findings.surroundings.foreground() || dropped;
    }
}
