package io.sparksecrets.conf;

import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.Template;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Java options on a command line, which Spark's launcher splits into words. */
public final class JavaOptions {

    private JavaOptions() {}

    /** What keeps the launcher from splitting the options, whatever the values are; empty when nothing does. */
    public static Optional<String> problem(Template options) {
        try {
            LauncherOptions.split(options);
            return Optional.empty();
        } catch (LauncherOptions.UnbalancedException e) {
            return Optional.of(e.getMessage() + "; quote as Spark's launcher reads it");
        }
    }

    /**
     * The options with values in the place of references, quoted so that the launcher splits them into the words that the
     * template has, whatever the values hold.
     *
     * @throws IllegalArgumentException when there is a {@link #problem}
     */
    public static String render(Template options, Function<Reference, String> values) {
        List<OptionWord> words;
        try {
            words = LauncherOptions.split(options);
        } catch (LauncherOptions.UnbalancedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return LauncherOptions.join(
                words.stream().map(word -> word.render(values)).toList());
    }
}
