package io.sparksecrets.conf;

import java.util.ArrayList;
import java.util.List;

/**
 * Java options as the driver splits them for executors: {@code Utils.splitCommandString} of spark-core.
 *
 * <p>Unlike Spark's launcher it takes a backslash literally outside of double quotes, and minds no quote left open.
 */
public final class ExecutorOptions {

    private ExecutorOptions() {}

    /** The words. References mean nothing to the driver and are split like any text. */
    public static List<String> split(String options) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int at = 0; at < options.length(); at++) {
            char c = options.charAt(at);
            if (quote == '"' && c == '\\') {
                at++;
                word.append(options, Math.min(at, options.length()), Math.min(at + 1, options.length()));
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                inWord = true;
            } else if (quote != 0 || " \t\r\n".indexOf(c) < 0) {
                word.append(c);
                inWord = true;
            } else if (inWord) {
                words.add(word.toString());
                word.setLength(0);
                inWord = false;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
