package io.sparksecrets.conf;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

    /**
     * Beginnings of keys that Spark copies under another name, and what it leaves out of them. {@code spark.hadoop.x} becomes the
     * property {@code x} of Hadoop, {@code spark.hive.x} becomes {@code hive.x} (SparkHadoopUtil), {@code spark.metrics.conf.x} the
     * property {@code x} of the metrics system (MetricsConfig). The UI shows them under both names.
     */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "spark.hadoop.", "spark.hadoop.",
            "spark.hive.", "spark.",
            "spark.metrics.conf.", "spark.metrics.conf.");

    /** Env variables that Spark copies into properties of Hadoop (SparkHadoopUtil.appendS3CredentialsFromEnvironment). */
    private static final Map<String, List<String>> PROPERTIES_OF_VARIABLES = Map.of(
            "AWS_ENDPOINT_URL", List.of("fs.s3a.endpoint"),
            "AWS_ACCESS_KEY_ID", List.of("fs.s3.awsAccessKeyId", "fs.s3n.awsAccessKeyId", "fs.s3a.access.key"),
            "AWS_SECRET_ACCESS_KEY",
                    List.of("fs.s3.awsSecretAccessKey", "fs.s3n.awsSecretAccessKey", "fs.s3a.secret.key"),
            "AWS_SESSION_TOKEN", List.of("fs.s3a.session.token"));

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

    /** The names of properties into which Spark copies the values of these env variables; most variables have none. */
    static List<String> copiesOf(Collection<String> variables) {
        return variables.stream()
                .sorted()
                .flatMap(name -> PROPERTIES_OF_VARIABLES.getOrDefault(name, List.of()).stream())
                .toList();
    }

    /** What is left of a key is found in the whole key too. */
    private static String asShown(String key) {
        for (Map.Entry<String, String> copied : LEFT_OUT.entrySet()) {
            if (key.startsWith(copied.getKey())
                    && key.length() > copied.getKey().length()) {
                return key.substring(copied.getValue().length());
            }
        }
        return key;
    }

    /** Spark replaces {@code ${…}} in the expression before it compiles it, so that none may be left whole. */
    private static String quote(String name) {
        return Pattern.quote(name).replace("${", "$\\E\\Q{");
    }
}
