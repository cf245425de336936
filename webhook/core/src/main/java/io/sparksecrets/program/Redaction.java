package io.sparksecrets.program;

import java.util.List;

/**
 * The words that have Spark hide in its UI and its event log what the command line resolves.
 *
 * @param after the word behind which they are to stand
 * @param words such as {@code --conf} and {@code spark.redaction.regex=…}
 */
public record Redaction(int after, List<String> words) {

    public Redaction {
        words = List.copyOf(words);
    }
}
