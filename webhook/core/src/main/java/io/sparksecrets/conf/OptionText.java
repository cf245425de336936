package io.sparksecrets.conf;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Template;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The value of an env variable that holds options, and what becomes of the references in it. Those that are not told are kept.
 *
 * @param value as it is to be read: with the references, but with other keys than Spark's own for variables of executors
 * @param quoting how the reader splits the value
 * @param resolved words in which references are replaced by values, in their order
 * @param secretNames conf keys and system properties that get values
 * @param redaction how Spark is told to hide them; none where the reader takes no conf or gets no values
 * @param isPlain whether the value, for all that the variable is called, holds no options with references
 * @param problems what is wrong, without the place
 * @param warnings what the user should know, without the place
 */
public record OptionText(
        String value,
        OptionQuoting quoting,
        List<Span> resolved,
        List<String> secretNames,
        Optional<Redaction> redaction,
        boolean isPlain,
        List<String> problems,
        List<String> warnings) {

    /** Where a word stands in the value. */
    public record Span(int start, int end) {}

    /**
     * Where an option that sets spark.redaction.regex goes.
     *
     * @param at a place in the value, between words
     * @param option what stands before the expression
     * @param own the expression that the value sets by itself
     */
    public record Redaction(int at, String option, Optional<String> own) {

        /** The option with the expression, with a blank on either side. */
        public String text(Collection<String> secretNames) {
            String expression = RedactionRegex.extended(own, secretNames);
            return " " + option + LauncherOptions.quote(RedactionRegex.KEY + "=" + expression) + " ";
        }
    }

    public OptionText {
        resolved = List.copyOf(resolved);
        secretNames = List.copyOf(secretNames);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Reads the value of a variable. */
    public static OptionText read(OptionVariable variable, Template value, OptionContext context) {
        OptionFindings findings = find(variable, value, context);
        String carried = findings.withCarriedVariables();
        return carried.equals(value.toString())
                ? findings.text()
                : find(variable, parse(carried), context).text();
    }

    private static Template parse(String text) {
        try {
            return Template.parse(text);
        } catch (MalformedReferenceException e) {
            throw new IllegalStateException("a change outside of references broke one", e);
        }
    }

    private static OptionFindings find(OptionVariable variable, Template value, OptionContext context) {
        OptionFindings findings = new OptionFindings(variable, value, context);
        switch (variable.reader()) {
            case JVM, LAUNCH_SCRIPT -> findings.refuseAll();
            case DAEMON, SUBMIT_JVM -> findings.split().ifPresent(new JavaOptionReading(findings, context)::read);
            case PYTHON_PROGRAM -> findings.split().ifPresent(new ProgramOptionReading(findings, context)::read);
            case PYSPARK -> findings.split().ifPresent(new SubmitOptionReading(findings, context)::read);
            case SCRIPT -> findings.split().ifPresent(new ScriptOptionReading(findings, context)::read);
        }
        return findings;
    }
}
