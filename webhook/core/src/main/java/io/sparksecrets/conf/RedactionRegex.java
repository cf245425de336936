package io.sparksecrets.conf;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@value #KEY}, extended by the names of what was resolved.
 *
 * <p>Spark hides a value in its UI, in {@code /environment} and in the event log when this expression is found anywhere in the
 * key or in the value (Utils.redact of spark-core).
 */
public final class RedactionRegex {

    /** The conf key. */
    public static final String KEY = "spark.redaction.regex";

    /** Spark's own default since 3.5; that of 3.2 to 3.4 hides less. */
    static final String DEFAULT = "(?i)secret|password|token|access[.]?key";

    /** Prefixes without which Spark's UI shows keys among the properties of Hadoop and of the metrics system. */
    private static final List<String> NOT_SHOWN = List.of("spark.hadoop.", "spark.metrics.conf.");

    private RedactionRegex() {}

    /**
     * The expression for the names, and for what it was before.
     *
     * @param own what the user set, none for Spark's default
     * @param names names of conf keys and system properties, never values
     */
    public static String extended(Optional<String> own, Collection<String> names) {
        Set<String> alternatives = new LinkedHashSet<>();
        for (String name : names) {
            alternatives.add(quote(asShown(name)));
        }
        // Last and bare, so that flags, comments or an open \Q in it end where they ended before. Spark would trim it.
        alternatives.add(own.orElse(DEFAULT).trim());
        return String.join("|", alternatives);
    }

    private static String asShown(String key) {
        for (String prefix : NOT_SHOWN) {
            if (key.startsWith(prefix) && key.length() > prefix.length()) {
                return key.substring(prefix.length());
            }
        }
        return key;
    }

    /** Spark replaces {@code ${…}} in the expression before it compiles it, so that none may be left whole. */
    private static String quote(String name) {
        return Pattern.quote(name).replace("${", "$\\E\\Q{");
    }
}
