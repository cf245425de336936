package io.sparksecrets.program;

import io.sparksecrets.conf.ClusterManager;
import io.sparksecrets.conf.ConfKeys;
import io.sparksecrets.conf.Treatment;
import io.sparksecrets.reference.Template;
import java.util.List;

/** Words of the form {@code -Dname=value}, which set the Spark conf where the name is one of its keys. */
final class SystemPropertyWords {

    private static final String PREFIX = "-D";
    private static final String MASTER = "-Dspark.master=";

    private final CommandFindings findings;
    private final List<String> words;

    SystemPropertyWords(CommandFindings findings) {
        this.findings = findings;
        this.words = findings.words;
    }

    /**
     * Reads them.
     *
     * @param to the word behind the last option
     * @param mainClass the class that gets the system properties; empty where a jar or a module names it
     */
    void read(int from, int to, String mainClass) {
        ClusterManager manager = ClusterManager.KUBERNETES;
        for (int word = from; word < to; word++) {
            if (words.get(word).startsWith(MASTER)) {
                manager = ClusterManager.of(words.get(word).substring(MASTER.length()));
            }
        }
        for (int word = from; word < to; word++) {
            property(word, to, manager, mainClass);
        }
    }

    private void property(int word, int to, ClusterManager manager, String mainClass) {
        String text = words.get(word);
        int equals = text.indexOf('=');
        if (!text.startsWith(PREFIX) || equals < 0 || !Template.mayHoldReference(text)) {
            return;
        }
        String name = text.substring(PREFIX.length(), equals);
        if (Template.mayHoldReference(name)) {
            findings.uses.set(word, new WordUse.Refused(Reasons.JVM_OPTION));
            return;
        }
        boolean conf = name.startsWith("spark.");
        switch (conf ? ConfKeys.treatmentOf(name, manager) : new Treatment.Resolved()) {
            case Treatment.Refused refused -> findings.uses.set(word, new WordUse.Refused(name + " " + refused.why()));
            case Treatment.Kept kept -> findings.uses.set(word, WordUse.kept(name, PREFIX.length()));
            case Treatment.Resolved resolved -> {
                findings.uses.set(
                        word,
                        findings.surroundings.printsCommands()
                                ? new WordUse.Refused(Reasons.PRINTED_BY_LAUNCHER)
                                : new WordUse.Conf(name));
                if (conf || mainClass.startsWith("org.apache.spark.")) {
                    findings.redactions.property(to - 1, name);
                }
            }
        }
    }
}
