package io.sparksecrets.conf;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Options in one text, which Spark's launcher or another reader splits into words. */
public final class JavaOptions {

    private JavaOptions() {}

    /**
     * What is wrong with options of the driver, whatever the values are, as in a conf map.
     *
     * @param key {@code spark.driver.extraJavaOptions} or {@code spark.driver.defaultJavaOptions}
     */
    public static List<Problem> problems(String key, Template options) {
        List<Problem> problems = new ArrayList<>();
        DriverJavaOptions.parse(key, options, false, problems);
        return problems;
    }

    /**
     * The names of the system properties that hold references.
     *
     * @param options a text whose references may be malformed; then it has no such names
     */
    public static List<String> propertyNames(String options) {
        try {
            return LauncherOptions.split(Template.parse(options)).stream()
                    .filter(word -> !word.references().isEmpty())
                    .flatMap(word -> word.propertyName().stream())
                    .toList();
        } catch (LauncherOptions.UnbalancedException | MalformedReferenceException e) {
            return List.of();
        }
    }

    /**
     * The options with values in the place of references, quoted so that the launcher splits them into the words that the
     * template has, whatever the values hold.
     *
     * @throws IllegalArgumentException when there are {@link #problems} with its quotes
     */
    public static String render(Template options, Function<Reference, String> values) {
        return render(options, OptionQuoting.LAUNCHER, values);
    }

    /**
     * The same for another reader.
     *
     * @throws IllegalArgumentException when the reader cannot split the options
     */
    public static String render(Template options, OptionQuoting quoting, Function<Reference, String> values) {
        List<OptionWord> words;
        try {
            words = LauncherOptions.split(options, quoting);
        } catch (LauncherOptions.UnbalancedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return LauncherOptions.join(
                words.stream().map(word -> word.render(values)).toList());
    }
}
