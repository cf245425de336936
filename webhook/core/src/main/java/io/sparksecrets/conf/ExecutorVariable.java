package io.sparksecrets.conf;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Template;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * An env variable of executors that holds references, on its way from the driver's conf to the executors' pods: the annotation
 * {@value #ANNOTATION}N, where N may be anything, has {@code NAME=value}.
 *
 * <p>Under Spark's own key, {@code spark.executorEnv.NAME}, PySpark would hand the references to its workers as they stand: they
 * take the variables of the driver's conf instead of those of the executor they run in (pyspark, {@code core/context.py}).
 *
 * @param value the text with its references
 */
public record ExecutorVariable(String name, String value) {

    /** How the names of the annotations begin. */
    public static final String ANNOTATION = "sparksecrets.io/executor-env-";

    /** How the keys begin by which Spark gives executors' pods the annotations. */
    static final String CONF = "spark.kubernetes.executor.annotation." + ANNOTATION;

    /** How Spark's own keys begin. */
    static final String SPARKS_KEY = "spark.executorEnv.";

    /** What an annotation's name of 63 characters can end in behind {@code executor-env-}. */
    private static final Pattern IN_ANNOTATION = Pattern.compile("[A-Za-z0-9_.-]{0,49}[A-Za-z0-9]");

    /** The key of the annotation with a number. */
    static String confKey(int number) {
        return CONF + number;
    }

    /** Whether a conf key is Spark's own for a variable. */
    public static boolean isSetBy(String key) {
        return key.startsWith(SPARKS_KEY);
    }

    /**
     * A text in which the annotation takes the place of Spark's own key. The same variable always has the same key, so that of
     * several settings the one counts that would have counted.
     *
     * @param text holds {@code spark.executorEnv.NAME=value}
     * @param at where that begins in it
     */
    public static String carried(String text, int at) {
        int name = at + SPARKS_KEY.length();
        String key = confKey(text.substring(name, text.indexOf('=', name)));
        return text.substring(0, at) + key + "=" + text.substring(name);
    }

    /** What is wrong with Spark's own key where it cannot give way; the end of a sentence. */
    public static String notInOnePiece(String key) {
        return key + ", which goes to executors under another key and must stand there in one piece, without quotes or"
                + " backslashes within it; write --conf '" + SPARKS_KEY + "NAME=value' or --conf " + SPARKS_KEY
                + "NAME='value'";
    }

    private static String confKey(String name) {
        return CONF
                + (IN_ANNOTATION.matcher(name).matches()
                        ? name
                        : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** The text of the annotation. */
    String annotation() {
        return name + "=" + value;
    }

    /** Reads the text of an annotation; empty where that has no name, or a value that nobody has to resolve. */
    public static Optional<ExecutorVariable> read(String annotation) {
        int equals = annotation.indexOf('=');
        if (equals < 1 || !holdsReference(annotation.substring(equals + 1))) {
            return Optional.empty();
        }
        return Optional.of(new ExecutorVariable(annotation.substring(0, equals), annotation.substring(equals + 1)));
    }

    /** A malformed one is told where it stands in the pod. */
    private static boolean holdsReference(String value) {
        try {
            return Template.parse(value).hasReferences();
        } catch (MalformedReferenceException e) {
            return true;
        }
    }
}
