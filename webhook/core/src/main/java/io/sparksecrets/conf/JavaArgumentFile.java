package io.sparksecrets.conf;

import java.util.List;

/**
 * An argument file of the {@code java} launcher, given to it as {@code @file} (Java 9 and later).
 *
 * <p>The format is that of the section "java Command-Line Argument Files" of the {@code java} manual page, as the JDK's
 * {@code args.c} reads it. The launcher does not decode the file: the JVM takes its bytes in the locale's encoding, so a word
 * outside ASCII needs a UTF-8 locale. A word in the file that begins with {@code @} names no further file.
 */
public final class JavaArgumentFile {

    private JavaArgumentFile() {}

    /** Whether an argument can hold the text at all: not when it has a NUL character, at which every argument ends. */
    public static boolean canHold(String word) {
        return word.indexOf('\0') < 0;
    }

    /**
     * The text of a file with these words, one on each line.
     *
     * @throws IllegalArgumentException when there is a word that it {@linkplain #canHold cannot hold}
     */
    public static String of(List<String> words) {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            text.append(quote(word)).append('\n');
        }
        return text.toString();
    }

    /**
     * The word in double quotes, on one line.
     *
     * @throws IllegalArgumentException when it {@linkplain #canHold cannot hold} the word
     */
    public static String quote(String word) {
        if (!canHold(word)) {
            throw new IllegalArgumentException("an argument cannot hold a NUL character");
        }
        StringBuilder quoted = new StringBuilder(word.length() + 2).append('"');
        for (int at = 0; at < word.length(); at++) {
            char c = word.charAt(at);
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\f' -> quoted.append("\\f");
                case '"', '\\' -> quoted.append('\\').append(c);
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
