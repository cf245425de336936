package io.sparksecrets.conf;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a {@code spark.properties} file, in the order of the file.
 *
 * <p>The format is that of {@link Properties#load(java.io.Reader)}, which Spark and its launcher use too; the file is in UTF-8.
 * Of a key that stands there twice the last value counts, at the first one's place. Comments are not kept: Spark writes the
 * conf map's name and the time there, and neither is true of a delivery Secret.
 */
public final class SparkProperties {

    private final Map<String, String> entries;

    private SparkProperties(Map<String, String> entries) {
        this.entries = Collections.unmodifiableMap(entries);
    }

    public static SparkProperties of(Map<String, String> entries) {
        return new SparkProperties(new LinkedHashMap<>(entries));
    }

    public static SparkProperties parse(String text) throws MalformedPropertiesException {
        Recorder recorder = new Recorder();
        try {
            recorder.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedPropertiesException(
                    "the entry " + recorder.position()
                            + " holds \"\\u\" without four hexadecimal digits; write \"\\\\u\" for a backslash and a u",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringReader does no I/O", e);
        }
        return new SparkProperties(recorder.entries);
    }

    /** Keys and values with all escapes undone, in the order of the file. */
    public Map<String, String> entries() {
        return entries;
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** The text that {@link #parse} and Spark read as these entries: one line each, ended by a line feed. */
    public String write() {
        StringBuilder text = new StringBuilder();
        entries.forEach((key, value) -> {
            escape(key, true, text);
            text.append('=');
            escape(value, false, text);
            text.append('\n');
        });
        return text.toString();
    }

    /** Says how many entries there are and none of them, because they may be resolved. */
    @Override
    public String toString() {
        return "SparkProperties[" + entries.size() + " entries]";
    }

    private static void escape(String plain, boolean isKey, StringBuilder text) {
        for (int at = 0; at < plain.length(); at++) {
            char c = plain.charAt(at);
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\f' -> text.append("\\f");
                case '\\', '=', ':', '#', '!' -> text.append('\\').append(c);
                // Blanks end a key wherever they stand, and are skipped before a value.
                case ' ' -> text.append(isKey || at == 0 ? "\\ " : " ");
                default -> {
                    if (Character.isISOControl(c) || isUnpairedSurrogate(plain, at)) {
                        text.append("\\u%04X".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
    }

    /** Half a character, which UTF-8 cannot encode. It can only come from an escape. */
    private static boolean isUnpairedSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    /** Has the JDK parse, and keeps the order, which {@link Properties} itself loses. */
    private static final class Recorder extends Properties {

        private static final long serialVersionUID = 1L;
        private final transient Map<String, String> entries = new LinkedHashMap<>();
        private @Nullable String lastKey;

        @Override
        public synchronized @Nullable Object put(Object key, Object value) {
            lastKey = (String) key;
            return entries.put(lastKey, (String) value);
        }

        synchronized String position() {
            return lastKey == null ? "at the beginning" : "after the key \"" + lastKey + "\"";
        }
    }
}
