package io.sparksecrets.manifest;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads properties as Spark does: {@link Properties#load(java.io.Reader)}, so that a blank, {@code =} or {@code :} ends a key, and
 * then blanks at the ends of a value are dropped, but not line breaks that were escaped. Unlike those, it knows the lines.
 */
public final class PropertiesReader {

    /** A line with the break that ends it: at the end of a text, Java treats them differently. */
    private static final Pattern LINE = Pattern.compile("[^\\r\\n]*(?:\\r\\n|[\\r\\n])|[^\\r\\n]+");

    private PropertiesReader() {}

    /** A line that is no property, counted from 1. */
    public static final class MalformedLineException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int line;

        private MalformedLineException(int line, String message) {
            super(message);
            this.line = line;
        }

        public int line() {
            return line;
        }
    }

    /** All entries in the order of the text; a key that stands there twice has two, of which Spark takes the last. */
    public static List<Property> read(String text) throws MalformedLineException {
        List<String> lines =
                LINE.matcher(text).results().map(MatchResult::group).toList();
        List<Property> properties = new ArrayList<>();
        int next = 0;
        while (next < lines.size()) {
            int first = next;
            StringBuilder logical = new StringBuilder(lines.get(next++));
            while (!isComment(lines.get(first)) && continues(lines.get(next - 1)) && next < lines.size()) {
                logical.append(lines.get(next++));
            }
            for (Map.Entry<Object, Object> entry :
                    load(logical.toString(), first + 1).entrySet()) {
                properties.add(new Property((String) entry.getKey(), trim((String) entry.getValue()), first + 1));
            }
        }
        return properties;
    }

    private static Properties load(String line, int number) throws MalformedLineException {
        Properties one = new Properties();
        try {
            one.load(new StringReader(line));
        } catch (IllegalArgumentException e) {
            throw new MalformedLineException(
                    number, "\"\\u\" without four hexadecimal digits; write \"\\\\u\" for a backslash and a u");
        } catch (IOException e) {
            throw new UncheckedIOException("a StringReader does no I/O", e);
        }
        return one;
    }

    private static boolean isComment(String line) {
        String text = line.stripLeading();
        return text.startsWith("#") || text.startsWith("!");
    }

    /** An odd number of backslashes at the end of a line. */
    private static boolean continues(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
            end--;
        }
        int text = end;
        while (text > 0 && line.charAt(text - 1) == '\\') {
            text--;
        }
        return (end - text) % 2 == 1;
    }

    /** From Utils.trimExceptCRLF of Spark: what {@link String#trim} drops, but CR and LF. */
    private static String trim(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isDropped(value.charAt(start))) {
            start++;
        }
        while (end > start && isDropped(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isDropped(char c) {
        return c <= ' ' && c != '\r' && c != '\n';
    }
}
