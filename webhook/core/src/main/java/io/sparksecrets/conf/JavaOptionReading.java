package io.sparksecrets.conf;

import io.sparksecrets.conf.OptionContext.Printing;
import io.sparksecrets.conf.OptionText.Redaction;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Options of the {@code java} command in a variable that Spark's launcher reads. */
final class JavaOptionReading {

    /** CommandBuilderUtils.redactPattern of spark-launcher. */
    private static final Pattern HIDDEN_BY_LAUNCHER = Pattern.compile("(?i)secret|password|token|access[.]?key");

    private final OptionFindings findings;
    private final OptionContext context;
    private Optional<String> ownRedaction = Optional.empty();

    JavaOptionReading(OptionFindings findings, OptionContext context) {
        this.findings = findings;
        this.context = context;
    }

    void read(List<OptionWord> words) {
        for (OptionWord word : words) {
            if (!word.references().isEmpty()) {
                read(word);
            } else if (word.propertyName().filter(RedactionRegex.KEY::equals).isPresent()) {
                String text = word.beginning();
                ownRedaction = Optional.of(text.substring(text.indexOf('=') + 1));
            }
        }
        if (findings.hasResolved() && findings.variable().isCheckedForHeapSize() && findings.hasLiteral("Xmx")) {
            findings.refuse(
                    "holds a reference and \"Xmx\", for which Spark's launcher refuses the variable and prints it;"
                            + " set the memory by SPARK_DAEMON_MEMORY");
        }
        findings.redactAt(new Redaction(findings.length(), "-D", ownRedaction));
    }

    private void read(OptionWord word) {
        String references = ReferenceNames.names(word.references());
        if (word.beginning().startsWith("-javaagent:")) {
            resolve(word, Optional.empty(), "-javaagent");
        } else if (word.propertyName().isEmpty()) {
            findings.refuse(references + " stands in an option whose name it may change, or which the JVM prints when"
                    + " it does not like it; references may stand in the value of -Dname=value");
        } else {
            String name = word.propertyName().get();
            readProperty(word, name);
        }
    }

    private void readProperty(OptionWord word, String name) {
        if (!name.startsWith("spark.")) {
            resolve(word, Optional.of(name), name);
            return;
        }
        switch (context.treatmentOf(name)) {
            case Treatment.Kept kept -> findings.keep(word, name);
            case Treatment.Refused refused -> findings.refuse(name + " " + refused.why());
            case Treatment.Resolved resolved -> {
                if (DriverJavaOptions.FILES.containsKey(name)) {
                    findings.refuse(
                            name + " has no effect here, because the options of this variable go to the JVM themselves;"
                                    + " write its options into the variable one by one");
                } else {
                    resolve(word, Optional.of(name), name);
                }
            }
        }
    }

    private void resolve(OptionWord word, Optional<String> property, String name) {
        boolean printed = context.printing() == Printing.EVERYTHING
                || (context.printing() == Printing.HIDING_SECRETS
                        && property.filter(this::isHiddenByLauncher).isEmpty());
        if (printed) {
            findings.refuse(name + " would be printed: Spark's launcher prints the command that it starts, because"
                    + " sbin/spark-daemon.sh or SPARK_PRINT_LAUNCH_COMMAND asks for it. " + wayOut());
        } else {
            findings.resolve(word, property);
        }
    }

    private boolean isHiddenByLauncher(String name) {
        return HIDDEN_BY_LAUNCHER.matcher(name).find();
    }

    private String wayOut() {
        String start = switch (findings.variable().name()) {
            case "SPARK_HISTORY_OPTS" ->
                "Start the container with /opt/spark/bin/spark-class org.apache.spark.deploy.history.HistoryServer";
            case "SPARK_MASTER_OPTS" ->
                "Start the container with /opt/spark/bin/spark-class org.apache.spark.deploy.master.Master";
            case "SPARK_WORKER_OPTS" ->
                "Start the container with /opt/spark/bin/spark-class org.apache.spark.deploy.worker.Worker";
            case "SPARK_SHUFFLE_OPTS" ->
                "Start the container with /opt/spark/bin/spark-class org.apache.spark.deploy.ExternalShuffleService";
            default -> "Start the container with /opt/spark/bin/spark-class or spark-submit and the class";
        };
        return start + ", which prints nothing, or put the value into an env variable or a file that the server reads."
                + " In pods with the label spark-version of 3.4.4, 3.5.3, 4.0 or later a name with \"secret\","
                + " \"password\", \"token\" or \"access.key\" in it is hidden there and may stay";
    }
}
