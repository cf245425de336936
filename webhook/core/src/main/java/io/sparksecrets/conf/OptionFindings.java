package io.sparksecrets.conf;

import io.sparksecrets.conf.OptionText.Redaction;
import io.sparksecrets.conf.OptionText.Span;
import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Gathers what becomes of the words of one env variable with options. */
final class OptionFindings {

    private final OptionVariable variable;
    private final String value;
    private final OptionContext context;
    private final Template template;
    private final OptionQuoting quoting;
    private final List<Span> resolved = new ArrayList<>();
    private final Set<String> secretNames = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private Optional<Redaction> redaction = Optional.empty();
    private boolean isPlain;

    /** Where Spark's own keys for variables of executors begin in the value, which are to give way to others. */
    private final SortedSet<Integer> executorVariables = new TreeSet<>();

    OptionFindings(OptionVariable variable, Template template, OptionContext context) {
        this.context = context;
        this.variable = variable;
        this.template = template;
        this.value = template.toString();
        this.quoting = variable.quoting(value);
    }

    OptionVariable variable() {
        return variable;
    }

    int length() {
        return value.length();
    }

    /** Whether there is text like this outside of references. */
    boolean hasLiteral(String text) {
        return template.parts().stream()
                .anyMatch(part -> part instanceof Template.Literal literal
                        && literal.source().contains(text));
    }

    boolean hasResolved() {
        return !resolved.isEmpty();
    }

    /** The words; none, and a problem, where their reader would not make words of the value. */
    Optional<List<OptionWord>> split() {
        try {
            return Optional.of(LauncherOptions.split(template, quoting));
        } catch (LauncherOptions.UnbalancedException e) {
            refuse(e.getMessage() + ", and what reads the variable would refuse and print it");
            return Optional.empty();
        }
    }

    void refuse(String what) {
        if (!problems.contains(what)) {
            problems.add(what);
        }
    }

    void warn(String what) {
        warnings.add(what);
    }

    /** Every reference is a problem, because of who reads the variable. */
    void refuseAll() {
        String holds = "holds " + ReferenceNames.names(template.references()) + ", but ";
        refuse(
                variable.reader() == OptionReader.JVM
                        ? holds + "the JVM prints this variable when it starts (\"Picked up " + variable.name()
                                + "\"). Give the program an env variable of its own, or write the option where it is not"
                                + " printed: Spark's driver takes spark.driver.extraJavaOptions, spark-submit SPARK_SUBMIT_OPTS"
                        : holds + "bin/spark-class has the shell split it, without quotes, for the JVM that only builds"
                                + " the launch command; SPARK_SUBMIT_OPTS takes options of the program itself");
    }

    /** References in a word are replaced by values. */
    void resolve(OptionWord word, Optional<String> secretName) {
        resolved.add(new Span(word.start(), word.end()));
        secretName.ifPresent(secretNames::add);
    }

    /** References in a word stay, where what the reader makes of the word has the same ones. */
    void keep(OptionWord word, String key) {
        if (!survivesSplitting(word)) {
            refuse(key + " stays a reference, but what reads the variable splits it into words before; a reference with"
                    + " blanks, quotes, backslashes or bars in its default must stand in quotes that protect them");
        } else if (ExecutorVariable.isSetBy(key) && !context.submitsCluster()) {
            int at = value.indexOf(key + "=", word.start());
            if (at >= 0 && at < word.end()) {
                executorVariables.add(at);
            } else {
                refuse(ReferenceNames.names(word.references()) + " belongs to " + ExecutorVariable.notInOnePiece(key));
            }
        }
    }

    /** The value with other keys for variables of executors; these mean nothing to any reader's quoting. */
    String withCarriedVariables() {
        String carried = value;
        for (int key : executorVariables.reversed()) {
            carried = ExecutorVariable.carried(carried, key);
        }
        return carried;
    }

    /** At most one of the options that tell Spark what to hide. */
    void redactAt(Redaction added) {
        redaction = Optional.of(added);
    }

    void setPlain() {
        isPlain = true;
    }

    OptionText text() {
        boolean redacts = !secretNames.isEmpty();
        return new OptionText(
                value,
                quoting,
                resolved,
                List.copyOf(secretNames),
                redacts ? redaction : Optional.empty(),
                isPlain,
                problems,
                warnings);
    }

    private boolean survivesSplitting(OptionWord word) {
        try {
            List<String> words = LauncherOptions.splitText(value.substring(word.start(), word.end()), quoting);
            return words.size() == 1
                    && Template.parse(words.getFirst()).references().equals(word.references());
        } catch (LauncherOptions.UnbalancedException | MalformedReferenceException e) {
            return false;
        }
    }
}
