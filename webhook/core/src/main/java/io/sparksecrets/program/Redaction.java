package io.sparksecrets.program;

import java.util.List;

/**
 * The words that have Spark hide in its UI and its event log what the command line resolves.
 *
 * @param after the word behind which they are to stand
 * @param words such as {@code --conf} and {@code spark.redaction.regex=…}
 */
public record Redaction(int after, List<String> words) {

    /** What {@code --conf} hides first: the property in which Spark publishes its words. */
    public static final String FIRST_NAME = "sun.java.command";

    public Redaction {
        words = List.copyOf(words);
    }
}
