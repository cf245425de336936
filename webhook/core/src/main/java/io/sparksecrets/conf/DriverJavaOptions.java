package io.sparksecrets.conf;

import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The value of one of the two keys of driver Java options, where it holds references.
 *
 * <p>With argument files the options move to a file of their own and the key names that file. Without, the words stay in the
 * conf, quoted for Spark's launcher, which prints them into a pipe to a shell script.
 */
final class DriverJavaOptions {

    /** The keys, and the files they move to. Of a file with such a name Spark gives executors no copy. */
    static final Map<String, String> FILES = Map.of(
            "spark.driver.extraJavaOptions", "spark-driver-extra-java-options.conf",
            "spark.driver.defaultJavaOptions", "spark-driver-default-java-options.conf");

    private static final String RUN =
            "because the JVM would run what the value names; write the option itself, and hand the value over in -Dname=";

    private final String key;
    private final boolean argumentFile;
    private final List<OptionWord> words;

    private DriverJavaOptions(String key, boolean argumentFile, List<OptionWord> words) {
        this.key = key;
        this.argumentFile = argumentFile;
        this.words = words;
    }

    /** Adds to the problems what is wrong with the options whatever the values are; then there may be no result. */
    static Optional<DriverJavaOptions> parse(
            String key, Template template, boolean argumentFile, List<Problem> problems) {
        try {
            DriverJavaOptions options = new DriverJavaOptions(key, argumentFile, LauncherOptions.split(template));
            options.words.forEach(word -> options.check(word, problems));
            return Optional.of(options);
        } catch (LauncherOptions.UnbalancedException e) {
            problems.add(new Problem(key, e.getMessage() + "; quote as Spark's launcher reads it"));
            return Optional.empty();
        }
    }

    /** Names of system properties with references in their values. Spark's UI shows those properties. */
    List<String> propertyNames() {
        return words.stream()
                .filter(word -> !word.references().isEmpty())
                .flatMap(word -> word.propertyName().stream())
                .toList();
    }

    /** The words with their values. A word that only an empty value leaves empty is left out, as a shell would do. */
    List<String> render(Function<Reference, SecretValue> values, List<Problem> problems, List<Problem> warnings) {
        List<String> rendered = new ArrayList<>();
        for (OptionWord word : words) {
            String text = word.render(reference -> values.apply(reference).reveal());
            if (!word.references().isEmpty()) {
                checkRendered(word, text, problems);
                warnOfLocale(word, values, warnings);
                warnings.addAll(word.structured().warnings(key, values));
                if (text.isEmpty()) {
                    continue;
                }
            }
            rendered.add(text);
        }
        return rendered;
    }

    private void check(OptionWord word, List<Problem> problems) {
        String beginning = word.beginning();
        if (beginning.startsWith("-Xmx") || (!argumentFile && beginning.contains("Xmx"))) {
            problem(problems, "Spark allows no -Xmx in Java options; use spark.driver.memory");
        }
        if (argumentFile && beginning.startsWith("@")) {
            problem(
                    problems,
                    "options with references are handed to the driver in an argument file, which cannot name another"
                            + " one; write out the options of " + beginning + ", or move it to "
                            + (key.endsWith(".extraJavaOptions")
                                    ? "spark.driver.defaultJavaOptions"
                                    : "spark.driver.extraJavaOptions"));
        }
        if (word.references().isEmpty()) {
            return;
        }
        if (JvmCodeOptions.takesCode(beginning)) {
            problem(problems, beginning + " takes no reference, " + RUN);
        }
        if (beginning.startsWith("-D") && word.propertyName().isEmpty()) {
            problem(
                    problems,
                    "a reference stands in the name of a system property, which Spark's UI shows; write -Dname="
                            + ReferenceNames.names(word.references()));
        }
        // Spark takes system properties of its own names for conf keys.
        word.propertyName().filter(name -> name.startsWith("spark.")).ifPresent(name -> {
            switch (ConfKeys.treatmentOf(name)) {
                case Treatment.Kept kept ->
                    problem(
                            problems,
                            "-D" + name + " would have Spark copy the value into API objects; set the conf key "
                                    + name);
                case Treatment.Refused refused ->
                    problem(problems, "-D" + name + " holds a reference, but " + name + " " + refused.why());
                case Treatment.Resolved resolved -> {}
            }
        });
    }

    private void checkRendered(OptionWord word, String text, List<Problem> problems) {
        String secrets = ReferenceNames.names(word.references());
        if (!JavaArgumentFile.canHold(text)) {
            problem(problems, "the value of " + secrets + " has a NUL character, which no Java option can hold");
        }
        if (text.startsWith("-Xmx") || (!argumentFile && text.contains("Xmx"))) {
            problem(
                    problems,
                    "with the value of " + secrets + " there is an \"Xmx\" in the options, for which Spark refuses"
                            + " them and prints them; use spark.driver.memory, or another value");
        }
        if (JvmCodeOptions.isCode(text) && !JvmCodeOptions.isCode(word.beginning())) {
            problem(problems, "the value of " + secrets + " holds the name of an option " + RUN);
        }
        if (text.startsWith("@")) {
            problem(problems, "the value of " + secrets + " begins with \"@\": it would name an argument file");
        }
        if (text.startsWith("-D") && word.propertyName().isEmpty()) {
            problem(
                    problems,
                    "the value of " + secrets + " holds the name of a system property, which Spark's UI shows;"
                            + " write -Dname=" + secrets + " and keep only the value secret");
        }
        if (!argumentFile && text.indexOf('\r') >= 0) {
            problem(
                    problems,
                    "the value of " + secrets + " has a carriage return, which Spark's launch script removes");
        }
        if (!argumentFile && text.codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
            problem(
                    problems,
                    "with the value of " + secrets + " there is a character beyond U+FFFF, which Spark's launcher"
                            + " garbles");
        }
    }

    private void warnOfLocale(OptionWord word, Function<Reference, SecretValue> values, List<Problem> warnings) {
        for (Reference reference : word.references()) {
            if (values.apply(reference).reveal().chars().anyMatch(c -> c > 0x7F)) {
                warnings.add(new Problem(
                        key,
                        "the value of " + ReferenceNames.name(reference) + " has characters outside ASCII: Java garbles"
                                + " them unless the image has a UTF-8 locale (LC_ALL=C.UTF-8)"));
            }
        }
    }

    private void problem(List<Problem> problems, String what) {
        problems.add(new Problem(key, what));
    }
}
