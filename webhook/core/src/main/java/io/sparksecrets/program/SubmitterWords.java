package io.sparksecrets.program;

import io.sparksecrets.conf.ConfKeys;
import io.sparksecrets.conf.SubmitOptions;
import io.sparksecrets.conf.Treatment;
import java.util.List;

/**
 * The words of spark-submit, of what begins with the same options, and of Spark's own driver.
 *
 * <p>In cluster mode on Kubernetes everything stays a reference, because the submitter writes it into the driver's pod and conf
 * map, whose own admission resolves it there.
 */
final class SubmitterWords {

    private final CommandFindings findings;
    private final List<String> words;
    private final WordUses uses;

    SubmitterWords(CommandFindings findings) {
        this.findings = findings;
        this.words = findings.words;
        this.uses = findings.uses;
    }

    /**
     * Reads the words of a submitter.
     *
     * @param program its name
     * @param before the word before the options
     * @param mixed whether words of a shell may stand among the options
     */
    void read(int program, int before, boolean mixed) {
        String printed = findings.surroundings.printsCommands() ? Reasons.PRINTED_BY_LAUNCHER : "";
        read(program, before, mixed, printed);
    }

    /** @param printed why no value can stand among the words; empty where one can */
    void readDaemon(int script, String printed) {
        read(script, script, true, printed);
    }

    private void read(int program, int before, boolean mixed, String printed) {
        List<String> rest = OptionExpansions.takenOut(
                words.subList(before + 1, words.size()), findings.surroundings.clusterNearby());
        SubmitOptions.Reading options = mixed ? SubmitOptions.readMixed(rest) : SubmitOptions.read(rest);
        // bin/spark-class takes these characters out of the words before they are read again.
        if (rest.subList(0, options.application()).stream().anyMatch(word -> word.indexOf('\r') >= 0)) {
            uses.refuseFrom(before + 1, Reasons.CARRIAGE_RETURN);
            return;
        }
        int application = before + 1 + options.application();
        Submission submission = Submission.of(options, rest, mixed, application - 1, findings.surroundings, printed);
        findings.redactions.own(before + 1, options);
        for (SubmitOptions.Setting setting : options.settings()) {
            setting(before + 1 + setting.word(), setting, submission);
        }
        String mainClass = options.mainClass(rest);
        String shell = CodeOptions.areOf(mainClass)
                ? CodeOptions.nameOf(mainClass)
                : mixed ? Programs.name(words.get(program)) : "";
        for (int passed : options.passedOn()) {
            ofApplication(before + 1 + passed, shell, submission);
        }
        refuseApplication(application);
        restOfApplication(application, shell, submission);
    }

    /** Reads the words with which Spark's own entrypoint starts a driver, whose conf is elsewhere. */
    void readDriver(int role) {
        if (role >= words.size()) {
            return;
        }
        List<String> options = words.subList(role + 1, words.size());
        SubmitOptions.Reading read = SubmitOptions.read(options);
        refuseApplication(role + 1 + read.application());
        uses.dataFrom(role + 1);
        CodeOptions.refuse(words, role + 1, read.mainClass(options), uses);
        findings.launchedBySpark(role + 1);
    }

    private void refuseApplication(int word) {
        if (word < words.size()) {
            uses.set(word, new WordUse.Refused(Reasons.APPLICATION));
        }
    }

    /** Treats one setting by its key. */
    void setting(int word, SubmitOptions.Setting setting, Submission submission) {
        if (!findings.mayHoldReference(word)) {
            return;
        }
        String name = setting.displayName();
        switch (setting.treatment(key -> ConfKeys.treatmentOf(key, submission.manager()))) {
            case Treatment.Refused refused -> uses.set(word, new WordUse.Refused(name + " " + refused.why()));
            // In cluster mode the driver's conf map has an admission that gives executors their variables.
            case Treatment.Kept kept ->
                uses.set(
                        word,
                        submission.isCluster() ? new WordUse.Kept() : WordUse.kept(name, setting.argumentStart()));
            case Treatment.Resolved resolved -> resolved(word, name, setting.valueStart(), submission);
        }
    }

    private void resolved(int word, String key, int valueStart, Submission submission) {
        if (notFilledIn(word, submission)) {
            return;
        }
        uses.set(
                word,
                LauncherOptionKeys.contains(key)
                        ? new WordUse.LauncherOptions(key, valueStart)
                        : new WordUse.Conf(key));
        findings.redactions.resolved(
                submission.redactsAfter(), key, words.get(word).substring(valueStart));
    }

    private void restOfApplication(int from, String shell, Submission submission) {
        if (submission.mode() == Submission.Mode.UNDECIDED) {
            uses.refuseFrom(from, Reasons.UNDECIDED);
        } else if (submission.isCluster()) {
            uses.keepFrom(from);
        } else if (!submission.printed().isEmpty()) {
            uses.refuseFrom(from, submission.printed());
        } else {
            uses.dataFrom(from);
            for (int word = from; word < words.size(); word++) {
                ofApplication(word, shell, submission);
            }
        }
    }

    /** @param shell what takes code in its options; empty where the application is none */
    private void ofApplication(int word, String shell, Submission submission) {
        if (!findings.mayHoldReference(word)) {
            return;
        }
        if (!shell.isEmpty() && !submission.isCluster() && CodeOptions.isCode(words, word)) {
            uses.set(word, new WordUse.Refused(Reasons.code(shell)));
        } else if (!notFilledIn(word, submission)) {
            uses.set(word, new WordUse.Data());
            findings.redactions.argument(submission.redactsAfter());
        }
    }

    /** Whether no value can stand in a word; what becomes of it is set then. */
    private boolean notFilledIn(int word, Submission submission) {
        if (submission.mode() == Submission.Mode.UNDECIDED) {
            uses.set(word, new WordUse.Refused(Reasons.UNDECIDED));
        } else if (submission.isCluster()) {
            uses.set(word, new WordUse.Kept());
        } else if (!submission.printed().isEmpty()) {
            uses.set(word, new WordUse.Refused(submission.printed()));
        } else {
            if (submission.mode() == Submission.Mode.CLIENT_UNLESS_FILE) {
                findings.warn(Reasons.UNSEEN_MODE);
            }
            return false;
        }
        return true;
    }
}
